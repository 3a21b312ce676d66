'use client';

import { Tabs } from '@mantine/core';
import { useLocale, useTranslations } from 'next-intl';
import { ErrorBanner, ErrorState, LoadingState } from '@/components/states';
import type { ContextDetail } from '@/contracts/contexts';
import { numberFormat } from '@/lib/number-format';
import { useContextDetail } from '../api';
import { CONTEXT_TABS, type ContextView } from '../search-params';
import { ContextFacts } from './context-facts';
import { ContextHistories } from './context-histories';
import { ContextListeners } from './context-listeners';
import { ContextValues } from './context-values';
import classes from './contexts.module.css';

interface ContextBodyProps {
  id: number;
  view: ContextView;
  onView: (change: Partial<ContextView>) => void;
}

/** A context: its facts, and its values, histories and listeners in tabs. */
export function ContextBody({ id, view, onView }: ContextBodyProps) {
  const detail = useContextDetail(id);
  const { data, error } = detail;
  if (!data) return error ? <ErrorState error={error} onRetry={() => detail.refetch()} /> : <LoadingState rows={10} />;
  return (
    <>
      {error && <ErrorBanner error={error} onRetry={() => detail.refetch()} />}
      <ContextFacts context={data} />
      <ContextTabs context={data} view={view} onView={onView} />
    </>
  );
}

function ContextTabs({ context, view, onView }: Omit<ContextBodyProps, 'id'> & { context: ContextDetail }) {
  const t = useTranslations('contexts');
  const locale = useLocale();
  const { id } = context;
  const number = numberFormat(locale);
  return (
    <Tabs
      value={view.tab}
      onChange={(value) => onView({ tab: CONTEXT_TABS.find((name) => name === value) ?? 'values' })}
      keepMounted={false}
    >
      <Tabs.List aria-label={t('parts')}>
        {CONTEXT_TABS.map((name) => (
          <Tabs.Tab key={name} value={name}>
            {t(`tabs.${name}`)} <span className="er-dim">{number.format(context[name])}</span>
          </Tabs.Tab>
        ))}
      </Tabs.List>
      <Tabs.Panel value={view.tab} className={classes.tab}>
        {view.tab === 'values' && <ContextValues id={id} view={view} onView={onView} />}
        {view.tab === 'histories' && (
          <ContextHistories
            id={id}
            cursor={view.historiesCursor}
            onCursor={(historiesCursor) => onView({ historiesCursor })}
          />
        )}
        {view.tab === 'listeners' && <ContextListeners id={id} />}
      </Tabs.Panel>
    </Tabs>
  );
}
