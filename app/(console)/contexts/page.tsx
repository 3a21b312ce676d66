import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { createLoader, type SearchParams } from 'nuqs/server';
import { listContexts } from '@/contracts/contexts';
import { ContextsPage } from '@/features/contexts/components/contexts-page';
import { contextKeys } from '@/features/contexts/query-keys';
import { contextParsers, toListQuery } from '@/features/contexts/search-params';
import { findContextList } from '@/server/contexts/service';
import { Prefetched } from '../prefetched';

/** Title in the visitor's language. */
export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('contexts'))('title') };
}

const loadState = createLoader(contextParsers);

/** The contexts with their first page. */
export default async function ContextListPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const state = { ...(await loadState(searchParams)), open: null };
  return (
    <Prefetched
      read={async (context) => ({
        key: contextKeys.list(state),
        data: await findContextList(context, listContexts.query.parse(toListQuery(state, context.clock.now()))),
      })}
    >
      <ContextsPage />
    </Prefetched>
  );
}
