'use client';

import {
  IconChevronDown,
  IconChevronUp,
  IconEyeOff,
  IconFilter,
  IconLetterCase,
  IconRegex,
  IconSearch,
  IconX,
} from '@tabler/icons-react';
import { useFormatter, useTranslations } from 'next-intl';
import type { KeyboardEvent, RefObject } from 'react';
import { ApiProblem } from '@/lib/api-client';
import type { LogLevel, LogMatch } from './log-source';
import classes from './log-toolbar.module.css';
import { ToolButton } from './tool-button';
import type { Search } from './use-search';

interface SearchBarProps {
  match: LogMatch;
  onMatch: (change: Partial<LogMatch>) => void;
  search: Search;
  current: number | null;
  onlyMatching: boolean;
  onOnlyMatching: (on: boolean) => void;
  onStep: (direction: 'next' | 'previous') => void;
  onLeave: () => void;
  field: RefObject<HTMLInputElement | null>;
}

/** Search of the whole log, and the levels that are shown. */
export function SearchBar(props: SearchBarProps) {
  const { match, onMatch, search, field } = props;
  const t = useTranslations('logViewer');
  const invalid = search.error instanceof ApiProblem && search.error.status === 400 ? faultText(search.error) : null;
  const press = (event: KeyboardEvent) => {
    if (event.key === 'Enter') props.onStep(event.shiftKey ? 'previous' : 'next');
    else if (event.key !== 'Escape') return;
    else if (match.query === '') props.onLeave();
    else onMatch({ query: '' });
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <search className={classes.search} aria-label={t('search')}>
      <div className={classes.field} data-invalid={invalid !== null || undefined}>
        <IconSearch size={14} aria-hidden />
        <input
          ref={field}
          value={match.query}
          maxLength={1000}
          placeholder={t('searchHint')}
          aria-label={t('searchHint')}
          aria-invalid={invalid !== null}
          aria-describedby={invalid === null ? undefined : 'log-search-fault'}
          spellCheck={false}
          autoComplete="off"
          onChange={(event) => onMatch({ query: event.currentTarget.value })}
          onKeyDown={press}
        />
        {match.query !== '' && (
          <ToolButton label={t('clearSearch')} shortcut="Esc" Icon={IconX} onClick={() => onMatch({ query: '' })} />
        )}
        <ToolButton
          label={t('matchCase')}
          Icon={IconLetterCase}
          pressed={match.caseSensitive}
          onClick={() => onMatch({ caseSensitive: !match.caseSensitive })}
        />
        <ToolButton
          label={t('regex')}
          Icon={IconRegex}
          pressed={match.mode === 'regex'}
          onClick={() => onMatch({ mode: match.mode === 'regex' ? 'literal' : 'regex' })}
        />
        <ToolButton
          label={t('invert')}
          Icon={IconEyeOff}
          pressed={match.inverted}
          onClick={() => onMatch({ inverted: !match.inverted })}
        />
        {invalid !== null && (
          <p id="log-search-fault" role="alert" className={classes.fault}>
            {invalid}
          </p>
        )}
      </div>
      <Steps {...props} invalid={invalid !== null} />
      <Levels chosen={match.levels} onChange={(levels) => onMatch({ levels })} />
      {invalid === null && !isEmpty(match) && <Outcome search={search} current={props.current} />}
    </search>
  );
}

function Steps({
  match,
  search,
  onlyMatching,
  onOnlyMatching,
  onStep,
  invalid,
}: SearchBarProps & { invalid: boolean }) {
  const t = useTranslations('logViewer');
  const none = isEmpty(match) || (search.done && search.matches === 0);
  return (
    <>
      <div className={classes.group}>
        <ToolButton
          label={t('previousHit')}
          shortcut="N"
          Icon={IconChevronUp}
          disabled={none}
          onClick={() => onStep('previous')}
        />
        <ToolButton
          label={t('nextHit')}
          shortcut="n"
          Icon={IconChevronDown}
          disabled={none}
          onClick={() => onStep('next')}
        />
      </div>
      <ToolButton
        label={t('onlyMatchingHint')}
        Icon={IconFilter}
        pressed={onlyMatching}
        disabled={match.query === '' || invalid}
        onClick={() => onOnlyMatching(!onlyMatching)}
      >
        {t('onlyMatching')}
      </ToolButton>
    </>
  );
}

function Outcome({ search, current }: { search: Search; current: number | null }) {
  const t = useTranslations('logViewer');
  const format = useFormatter();
  const index = search.indexOf(current);
  const count = search.matches;
  const text = search.error
    ? t('searchFailed')
    : search.done
      ? t('hitsExact', { count })
      : t('searching', { count, part: Math.floor(search.part * 100) });
  return (
    <span className={classes.outcome} role="status" data-running={search.running || undefined}>
      {index !== null && <b>{format.number(index)} / </b>}
      {text}
    </span>
  );
}

function isEmpty(match: LogMatch): boolean {
  return match.query === '' && match.levels.length === 0;
}

/** What the server says is wrong with a pattern, in its own words: it knows the syntax. */
function faultText(problem: ApiProblem): string {
  return [problem.message, ...problem.faults.map((fault) => fault.message)].join(' ');
}

/** `debug` stands for `trace` too: nobody wants one without the other. */
const CHIPS: readonly { name: 'error' | 'warn' | 'info' | 'debug'; levels: readonly LogLevel[] }[] = [
  { name: 'error', levels: ['error'] },
  { name: 'warn', levels: ['warn'] },
  { name: 'info', levels: ['info'] },
  { name: 'debug', levels: ['debug', 'trace'] },
];

function Levels({ chosen, onChange }: { chosen: readonly LogLevel[]; onChange: (levels: LogLevel[]) => void }) {
  const t = useTranslations('logViewer');
  return (
    <fieldset className={classes.group}>
      <legend className="er-visually-hidden">{t('levelFilter')}</legend>
      {CHIPS.map(({ name, levels }) => {
        const on = levels.some((level) => chosen.includes(level));
        const others = chosen.filter((level) => !levels.includes(level));
        return (
          <button
            key={name}
            type="button"
            className={classes.chip}
            data-level={name}
            aria-pressed={on}
            title={t('onlyLevel', { level: t(`levels.${name}`) })}
            onClick={() => onChange(on ? others : [...others, ...levels])}
          >
            {t(`levels.${name}`)}
          </button>
        );
      })}
    </fieldset>
  );
}
