'use client';

import { Button } from '@mantine/core';
import { useLocale, useTranslations } from 'next-intl';
import { useState } from 'react';
import classes from '@/components/data-table/list-page.module.css';
import { numberFormat } from '@/lib/number-format';
import { useEngineCount } from '../api';
import { LIST_FILTERS, type ListState, TEXT_FILTERS } from '../search-params';

/** How many rows are shown and how many there are: exact when that is cheap, else "10,000+" until asked for. */
export function EngineCount({ state, shown, loading }: { state: ListState; shown: number; loading: boolean }) {
  const t = useTranslations('engineHistory');
  const locale = useLocale();
  // The wish to count exactly holds for the filters it was made for.
  const filters = JSON.stringify(
    [...LIST_FILTERS, ...TEXT_FILTERS, 'range' as const, 'from' as const, 'to' as const, 'timeField' as const].map(
      (name) => state[name],
    ),
  );
  const [exactFor, setExactFor] = useState<string | null>(null);
  const count = useEngineCount(state, exactFor === filters);
  const number = numberFormat(locale);
  const total = count.data && `${number.format(count.data.count)}${count.data.exact ? '' : '+'}`;
  return (
    <div className={classes.summary}>
      <span role="status">
        {t('rowsShown', { count: number.format(shown) })}
        {total !== undefined && ` · ${t('rowsTotal', { total })}`}
        {loading && ` · ${t('updating')}`}
      </span>
      {count.isError && <span className="er-dim">{t('countFailed')}</span>}
      {count.data && !count.data.exact && (
        <Button size="compact-xs" variant="default" loading={count.isFetching} onClick={() => setExactFor(filters)}>
          {t('countExactly')}
        </Button>
      )}
    </div>
  );
}
