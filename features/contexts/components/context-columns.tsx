'use client';

import { IconLayoutSidebarRightExpand } from '@tabler/icons-react';
import Link from 'next/link';
import { useLocale, useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { CopyButton } from '@/components/copy-button';
import cells from '@/components/data-table/cells.module.css';
import type { Column } from '@/components/data-table/columns';
import { TimeText } from '@/components/time-text';
import type { Context } from '@/contracts/contexts';
import { numberFormat } from '@/lib/number-format';
import { contextHref, contextText } from '../format';
import { NameText } from './name-text';

/** Shows a row's context beside the list. */
type Peek = (row: string) => void;
export type ContextColumn = Column<Context, Peek>;

/** All columns of the list of contexts, in order, with names in the current language. */
export function useContextColumns(): ContextColumn[] {
  const t = useTranslations('contexts.columns');
  const locale = useLocale();
  return useMemo(() => {
    const number = numberFormat(locale);
    return [
      {
        id: 'contextId',
        header: t('contextId'),
        width: 230,
        render: (row, peek) => <IdCell row={row} onPeek={peek} />,
      },
      { id: 'number', header: t('number'), align: 'end', shownByDefault: false, render: (row) => row.id },
      { id: 'user', header: t('user'), render: (row) => <NameText name={row.user} /> },
      { id: 'application', header: t('application'), render: (row) => <NameText name={row.application} /> },
      { id: 'values', header: t('values'), align: 'end', render: (row) => number.format(row.values) },
      { id: 'created', header: t('created'), sort: 'createTime', render: (row) => <TimeText time={row.createTime} /> },
      { id: 'updated', header: t('updated'), sort: 'updateTime', render: (row) => <TimeText time={row.updateTime} /> },
      {
        id: 'accessed',
        header: t('accessed'),
        sort: 'accessTime',
        render: (row) => <TimeText time={row.accessTime} withAge />,
      },
    ];
  }, [t, locale]);
}

function IdCell({ row, onPeek }: { row: Context; onPeek: Peek }) {
  const t = useTranslations('contexts');
  const name = contextText(row);
  const peek = t('peek', { context: name });
  return (
    <span className={cells.name}>
      <Link
        href={contextHref(row)}
        prefetch={false}
        data-row-link
        className="er-mono"
        title={row.contextId ?? t('noContextId')}
      >
        {name}
      </Link>
      <span className={cells.tools}>
        <CopyButton text={row.contextId ?? String(row.id)} what={t('idOf', { context: name })} />
        <button
          type="button"
          className={cells.icon}
          aria-label={peek}
          title={peek}
          onClick={() => onPeek(String(row.id))}
        >
          <IconLayoutSidebarRightExpand size={15} aria-hidden />
        </button>
      </span>
    </span>
  );
}
