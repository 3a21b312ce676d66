'use client';

import { useTranslations } from 'next-intl';
import classes from './compare.module.css';
import type { Line, Row } from './lines';

interface LineRowsProps {
  rows: readonly Row[];
  beside: boolean;
  /** The difference that was gone to. */
  marked: number;
}

/** The rows of a comparison. Signs say what the colours say. */
export function LineRows({ rows, beside, marked }: LineRowsProps) {
  return rows.map((row) => (
    <div
      key={`${row.before?.number ?? ''}:${row.after?.number ?? ''}`}
      className={beside ? classes.beside : classes.unified}
      data-gap={row.gap || undefined}
      data-difference={row.difference ?? undefined}
      data-marked={row.difference === marked || undefined}
    >
      {beside ? <BesideRow row={row} /> : <UnifiedRow row={row} />}
    </div>
  ));
}

function UnifiedRow({ row }: { row: Row }) {
  const { before, after, difference } = row;
  const kind = difference === null ? 'same' : before ? 'removed' : 'added';
  return (
    <>
      <LineNumber line={before} side="before" />
      <LineNumber line={after} side="after" />
      <LineText text={(after ?? before)?.text ?? ''} kind={kind} />
    </>
  );
}

function BesideRow({ row }: { row: Row }) {
  const { before, after, difference } = row;
  return (
    <>
      <LineNumber line={before} side="before" />
      {before ? <LineText text={before.text} kind={difference === null ? 'same' : 'removed'} /> : <Hole />}
      <LineNumber line={after} side="after" />
      {after ? <LineText text={after.text} kind={difference === null ? 'same' : 'added'} /> : <Hole />}
    </>
  );
}

function Hole() {
  return <span className={classes.hole} />;
}

function LineNumber({ line, side }: { line: Line | null; side: 'before' | 'after' }) {
  const t = useTranslations('materialCompare');
  return (
    <span className={classes.number} title={t(side)}>
      {line?.number}
    </span>
  );
}

const SIGNS = { same: ' ', removed: '−', added: '+' } as const;

function LineText({ text, kind }: { text: string; kind: keyof typeof SIGNS }) {
  const t = useTranslations('materialCompare');
  return (
    <span className={classes.line} data-kind={kind}>
      <span aria-hidden className={classes.sign}>
        {SIGNS[kind]}
      </span>
      {kind !== 'same' && <span className="er-visually-hidden">{t(`${kind}Line`)} </span>}
      {text}
    </span>
  );
}
