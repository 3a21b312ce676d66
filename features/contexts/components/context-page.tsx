'use client';

import { IconArrowLeft } from '@tabler/icons-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useQueryStates } from 'nuqs';
import { PageHeader } from '@/components/layout/page-header';
import { useContextDetail } from '../api';
import { contextText } from '../format';
import { contextDetailParsers } from '../search-params';
import { ContextBody } from './context-body';
import classes from './contexts.module.css';
import { RemoveContextButton } from './remove-context';

/** The page of one context. Its tab, filters and open value are in the URL. */
export function ContextPage({ id }: { id: number }) {
  const t = useTranslations('contexts');
  const [view, setView] = useQueryStates(contextDetailParsers, { history: 'push' });
  const { data } = useContextDetail(id);
  return (
    <>
      <Link href="/contexts" className={classes.crumb}>
        <IconArrowLeft size={13} aria-hidden />
        {t('backToList')}
      </Link>
      <PageHeader
        title={t('contextTitle', { context: data ? contextText(data) : String(id) })}
        actions={data && <RemoveContextButton context={data} />}
      />
      <div className={classes.page}>
        <ContextBody id={id} view={view} onView={(change) => void setView(change)} />
      </div>
    </>
  );
}
