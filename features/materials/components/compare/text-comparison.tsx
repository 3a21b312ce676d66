'use client';

import { ActionIcon, Switch } from '@mantine/core';
import { IconChevronDown, IconChevronUp } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import { useEffect, useEffectEvent, useMemo, useRef, useState } from 'react';
import { ErrorBanner, LoadingState } from '@/components/states';
import { useTextComparison, type VersionPair } from '../../detail-api';
import classes from './compare.module.css';
import { LineRows } from './line-rows';
import { type Row, sideBySideRows, unifiedRows } from './lines';

const WIDE = '(min-width: 1500px)';

/** The lines of a file in two versions: one below the other, or side by side where there is room. */
export function TextComparison({ pair, path }: { pair: VersionPair; path: string }) {
  const t = useTranslations('materialCompare');
  const comparison = useTextComparison(pair, path);
  const [beside, setBeside] = useState(() => window.matchMedia(WIDE).matches);
  const unified = useMemo(() => comparison.data && unifiedRows(comparison.data.hunks), [comparison.data]);
  const rows = useMemo(() => unified && (beside ? sideBySideRows(unified) : unified), [unified, beside]);
  if (comparison.error) return <ErrorBanner error={comparison.error} onRetry={() => comparison.refetch()} />;
  if (!rows) return <LoadingState rows={4} />;
  if (rows.length === 0) return <p className={classes.count}>{t('noLines')}</p>;
  return <Lines path={path} rows={rows} beside={beside} onBeside={setBeside} />;
}

interface LinesProps {
  path: string;
  rows: readonly Row[];
  beside: boolean;
  onBeside: (beside: boolean) => void;
}

function Lines({ path, rows, beside, onBeside }: LinesProps) {
  const t = useTranslations('materialCompare');
  const boxRef = useRef<HTMLDivElement>(null);
  const total = (rows.findLast(({ difference }) => difference !== null)?.difference ?? -1) + 1;
  const [at, setAt] = useState(0);
  const go = (step: 1 | -1) => {
    const next = Math.min(Math.max(at + step, 0), total - 1);
    setAt(next);
    boxRef.current?.querySelector(`[data-difference="${next}"]`)?.scrollIntoView({ block: 'center' });
  };
  useDifferenceKeys(go);
  return (
    <div className={classes.text}>
      <div className={classes.textHead}>
        <span role="status">{t('place', { at: at + 1, total })}</span>
        <ActionIcon aria-label={t('previous')} title={t('previous')} disabled={at === 0} onClick={() => go(-1)}>
          <IconChevronUp size={16} aria-hidden />
        </ActionIcon>
        <ActionIcon aria-label={t('next')} title={t('next')} disabled={at >= total - 1} onClick={() => go(1)}>
          <IconChevronDown size={16} aria-hidden />
        </ActionIcon>
        <Switch
          label={t('sideBySide')}
          checked={beside}
          onChange={(event) => onBeside(event.currentTarget.checked)}
          ml="auto"
        />
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard (WCAG 2.1.1) */}
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is for forms */}
      <div ref={boxRef} role="group" aria-label={t('lines', { path })} tabIndex={0} className={classes.lines}>
        <LineRows rows={rows} beside={beside} marked={at} />
      </div>
    </div>
  );
}

/** `n` next difference, `p` the one before; while typing and in dialogs they are letters. */
function useDifferenceKeys(go: (step: 1 | -1) => void): void {
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    const element = event.target instanceof HTMLElement ? event.target : null;
    if (element?.closest('input:not([type="checkbox"]), textarea, select, [role="menu"], dialog')) return;
    if (event.key === 'n') go(1);
    if (event.key === 'p') go(-1);
  });
  useEffect(() => {
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
}
