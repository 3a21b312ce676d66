'use client';

import { NativeSelect, TextInput } from '@mantine/core';
import { useTranslations } from 'next-intl';
import { EmptyState, ErrorState, LoadingState } from '@/components/states';
import { ApiProblem } from '@/lib/api-client';
import { useComparison, type VersionPair } from '../../detail-api';
import type { ChangedFile, Comparison } from './changed-file';
import { ChangedFiles } from './changed-files';
import classes from './compare.module.css';
import { CHANGES, type CompareChange, type CompareState, compareParsers } from './search-params';

/** More rows would make every key press slow; a search finds the rest. */
const MOST_ROWS = 500;

interface CompareResultProps {
  pair: VersionPair;
  state: CompareState;
  onChange: (change: CompareChange) => void;
}

/** Files that differ between two versions, filtered. */
export function CompareResult({ pair, state, onChange }: CompareResultProps) {
  const t = useTranslations('materialCompare');
  const comparison = useComparison(pair);
  const { data, error } = comparison;
  if (error instanceof ApiProblem && error.status === 409)
    return <EmptyState title={t('external')}>{error.message}</EmptyState>;
  if (error) return <ErrorState error={error} onRetry={() => comparison.refetch()} />;
  if (!data) return <LoadingState rows={10} />;
  if (data.files.length === 0)
    return (
      <EmptyState title={t('identical')}>
        {t('identicalHint')} {t('same', { count: data.same })}
      </EmptyState>
    );
  return <FilteredFiles data={data} pair={pair} state={state} onChange={onChange} />;
}

function FilteredFiles({ data, pair, state, onChange }: CompareResultProps & { data: Comparison }) {
  const t = useTranslations('materialCompare');
  const wanted = state.search.trim().toLowerCase();
  const found = data.files.filter(
    ({ path, change }) => (!state.change || change === state.change) && path.toLowerCase().includes(wanted),
  );
  const shown = Math.min(found.length, MOST_ROWS);
  return (
    <>
      <FileFilters files={data.files} state={state} onChange={onChange} />
      <p className={classes.count} role="status">
        {t('shown', { found: found.length, total: data.files.length })} · {t('same', { count: data.same })}
        {shown < found.length && ` · ${t('first', { shown })}`}
      </p>
      {found.length === 0 ? (
        <EmptyState title={t('nothingFound')} />
      ) : (
        <ChangedFiles
          files={found.slice(0, MOST_ROWS)}
          pair={pair}
          open={state.file}
          onOpen={(file) => onChange({ file })}
        />
      )}
    </>
  );
}

interface FileFiltersProps {
  files: readonly ChangedFile[];
  state: CompareState;
  onChange: (change: CompareChange) => void;
}

function FileFilters({ files, state, onChange }: FileFiltersProps) {
  const t = useTranslations('materialCompare');
  const kinds = [
    { value: '', label: t('kindNamed', { kind: t('kinds.all'), count: files.length }) },
    ...CHANGES.map((change) => ({
      value: change,
      label: t('kindNamed', {
        kind: t(`kinds.${change}`),
        count: files.filter((file) => file.change === change).length,
      }),
    })),
  ];
  return (
    <search aria-label={t('filters')} className={classes.filters}>
      <TextInput
        label={t('search')}
        value={state.search}
        autoComplete="off"
        w={320}
        onChange={(event) => onChange({ search: event.currentTarget.value || null })}
      />
      <NativeSelect
        label={t('columns.change')}
        value={state.change ?? ''}
        data={kinds}
        onChange={(event) => onChange({ change: compareParsers.change.parse(event.currentTarget.value) })}
      />
    </search>
  );
}
