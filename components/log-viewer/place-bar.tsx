'use client';

import {
  IconAlertTriangle,
  IconArrowBarToDown,
  IconArrowBarToUp,
  IconBug,
  IconClock,
  IconDownload,
  IconKeyboard,
  IconPlayerPlay,
  IconTextWrap,
} from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import { type FormEvent, type RefObject, useState } from 'react';
import { parseJump } from './jump';
import type { LogPlace } from './log-source';
import classes from './log-toolbar.module.css';
import { ToolButton } from './tool-button';
import type { ViewSignal } from './view-signal';

/** Where a log can be had as a file. */
export interface Downloads {
  raw: string;
  gzip: string;
}

interface PlaceBarProps {
  view: ViewSignal;
  jumpField: RefObject<HTMLInputElement | null>;
  /** True when lines can be gone to by their number: in one log, not in several. */
  numbered: boolean;
  following: boolean | null;
  onFollow: () => void;
  wrap: boolean;
  onWrap: () => void;
  showTimes: boolean;
  onTimes: () => void;
  onGo: (place: LogPlace) => void;
  /** Absent when errors cannot be looked for. */
  errors: { open: boolean; onFirst: () => void; onToggle: () => void } | null;
  downloads: Downloads | null;
  onHelp: () => void;
}

/** Ways to places of the log, and how it is shown. */
export function PlaceBar(props: PlaceBarProps) {
  const t = useTranslations('logViewer');
  return (
    <div className={classes.bar} role="toolbar" aria-label={t('tools')}>
      <div className={classes.group}>
        <ToolButton
          label={t('start')}
          shortcut="g"
          Icon={IconArrowBarToUp}
          onClick={() => props.onGo({ percent: 0 })}
        />
        <ToolButton label={t('end')} shortcut="G" Icon={IconArrowBarToDown} onClick={() => props.onGo({})} />
      </div>
      <JumpBox {...props} />
      {props.errors && (
        <div className={classes.group}>
          <ToolButton label={t('firstErrorHint')} Icon={IconAlertTriangle} onClick={props.errors.onFirst}>
            {t('firstError')}
          </ToolButton>
          <ToolButton
            label={t('uniqueErrorsHint')}
            Icon={IconBug}
            pressed={props.errors.open}
            onClick={props.errors.onToggle}
          >
            {t('uniqueErrors')}
          </ToolButton>
        </div>
      )}
      <span className={classes.space} />
      {props.following !== null && (
        <ToolButton
          label={t('follow')}
          shortcut="f"
          Icon={IconPlayerPlay}
          pressed={props.following}
          onClick={props.onFollow}
        >
          {t('follow')}
        </ToolButton>
      )}
      <ToolButton label={t('wrap')} shortcut="w" Icon={IconTextWrap} pressed={props.wrap} onClick={props.onWrap}>
        {t('wrapShort')}
      </ToolButton>
      <ToolButton label={t('timesHint')} Icon={IconClock} pressed={props.showTimes} onClick={props.onTimes}>
        {t('times')}
      </ToolButton>
      {props.downloads && <DownloadLinks downloads={props.downloads} />}
      <ToolButton label={t('keyboardHelp')} shortcut="?" Icon={IconKeyboard} onClick={props.onHelp} />
    </div>
  );
}

function JumpBox({ view, jumpField, numbered, onGo }: PlaceBarProps) {
  const t = useTranslations('logViewer');
  const [text, setText] = useState('');
  const [wrong, setWrong] = useState(false);
  const hint = numbered ? t('jumpHint') : t('jumpHintTime');
  const go = (event: FormEvent) => {
    event.preventDefault();
    const place = parseJump(text, view.value.first);
    const possible = place !== null && (numbered || place.line === undefined);
    setWrong(!possible && text.trim() !== '');
    if (!possible) return;
    setText('');
    onGo(place);
  };
  return (
    <form className={classes.field} data-invalid={wrong || undefined} data-small onSubmit={go}>
      <input
        ref={jumpField}
        value={text}
        placeholder={hint}
        aria-label={`${t('jump')}: ${hint}`}
        aria-invalid={wrong}
        aria-describedby={wrong ? 'log-jump-fault' : undefined}
        title={t('jumpExamples')}
        autoComplete="off"
        onChange={(event) => {
          setText(event.currentTarget.value);
          setWrong(false);
        }}
      />
      {wrong && (
        <p id="log-jump-fault" role="alert" className={classes.fault}>
          {t('jumpWrong')}
        </p>
      )}
    </form>
  );
}

function DownloadLinks({ downloads }: { downloads: Downloads }) {
  const t = useTranslations('logViewer');
  return (
    <div className={classes.group}>
      <a className={classes.tool} href={downloads.raw} download title={t('downloadRaw')}>
        <IconDownload size={15} stroke={1.8} aria-hidden />
        {t('download')}
      </a>
      <a
        className={classes.tool}
        href={downloads.gzip}
        download
        title={t('downloadGzip')}
        aria-label={t('downloadGzip')}
      >
        .gz
      </a>
    </div>
  );
}
