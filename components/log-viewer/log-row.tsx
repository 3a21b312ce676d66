'use client';

import { useLocale, useTranslations } from 'next-intl';
import { memo, type ReactNode } from 'react';
import { formatLocalTime, formatUtcTime, zoneOffset } from '@/lib/date-time';
import { numberFormat } from '@/lib/number-format';
import { parseAnsi } from './ansi';
import ansi from './ansi.module.css';
import { cutAtHits } from './highlight';
import { DRAWN_CHARACTERS, shownText } from './line-text';
import classes from './log-lines.module.css';
import type { LogLine } from './log-source';
import type { Finder } from './safe-pattern';

interface GutterCellProps {
  line: LogLine;
  marked: 'selected' | 'current' | undefined;
}

/** Number, level and, in a log of several, the stream of a line. A click on the number selects the line. */
export const GutterCell = memo(function GutterCell({ line, marked }: GutterCellProps) {
  const t = useTranslations('logViewer');
  return (
    <div className={classes.cell} data-marked={marked} title={line.time ? bothZones(line.time) : undefined}>
      {/* Out of the tab order: hundreds of stops would wall off what follows the log. */}
      <button
        type="button"
        tabIndex={-1}
        className={classes.number}
        data-number={line.cursor}
        aria-label={line.number === null ? t('numberUnknown') : undefined}
      >
        {line.number ?? '·'}
      </button>
      {line.stream && (
        <span className={classes.stream} data-stream={line.stream}>
          {line.stream}
        </span>
      )}
      {line.level && !line.continuation ? (
        <abbr className={classes.level} data-level={line.level} title={t(`levels.${line.level}`)}>
          {line.level.charAt(0).toUpperCase()}
        </abbr>
      ) : (
        <span
          className={classes.level}
          data-level={line.level ?? undefined}
          data-more={line.continuation || undefined}
        />
      )}
    </div>
  );
});

interface LogRowProps extends GutterCellProps {
  showTimes: boolean;
  finder: Finder | null;
  /** True when the whole text is drawn however long it is. */
  open: boolean;
  /** True when the number is in the row: rows that wrap have different heights. */
  withGutter: boolean;
}

/** One line of the log. Its text is only ever text. */
export const LogRow = memo(function LogRow({ line, marked, showTimes, finder, open, withGutter }: LogRowProps) {
  const shown = shownText(line, showTimes);
  const text = open ? shown : shown.slice(0, DRAWN_CHARACTERS);
  return (
    <div className={classes.row} data-row={line.cursor} data-level={line.level ?? undefined} data-marked={marked}>
      {withGutter && <GutterCell line={line} marked={marked} />}
      <span className={classes.text}>
        <span data-text>{drawText(text, finder)}</span>
        {(shown.length > text.length || line.cut) && <Rest line={line} hidden={shown.length - text.length} />}
      </span>
    </div>
  );
});

function Rest({ line, hidden }: { line: LogLine; hidden: number }) {
  const t = useTranslations('logViewer');
  const locale = useLocale();
  if (hidden === 0) return <span className={classes.cut}>{t('cut')}</span>;
  return (
    <button type="button" className={classes.more} data-more={line.cursor}>
      {t('showRest', { count: numberFormat(locale).format(hidden) })}
    </button>
  );
}

function drawText(text: string, finder: Finder | null): ReactNode {
  const runs = parseAnsi(text);
  const plain = runs.length === 1 && !runs[0]?.style ? runs[0]?.text : null;
  const hits = finder ? finder(plain ?? runs.map((run) => run.text).join('')) : [];
  if (hits.length === 0 && plain !== null) return plain;
  return cutAtHits(runs, hits).map((piece, index) => {
    const styled = piece.style ? (
      <span
        // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one text have no identity but their place
        key={index}
        className={ansi.ansi}
        data-color={piece.style.color}
        data-back={piece.style.back}
        data-look={lookOf(piece.style)}
      >
        {piece.text}
      </span>
    ) : (
      piece.text
    );
    // biome-ignore lint/suspicious/noArrayIndexKey: as above
    return piece.hit ? <mark key={index}>{styled}</mark> : styled;
  });
}

function lookOf(style: NonNullable<ReturnType<typeof parseAnsi>[number]['style']>): string | undefined {
  const names = (['bold', 'dim', 'italic', 'underline', 'strike'] as const).filter((name) => style[name]);
  return names.length > 0 ? names.join(' ') : undefined;
}

function bothZones(time: string): string {
  return `${formatLocalTime(time)} ${zoneOffset(new Date(time))}\n${formatUtcTime(time)} UTC`;
}
