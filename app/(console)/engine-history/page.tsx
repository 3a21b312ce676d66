import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { createLoader, type SearchParams } from 'nuqs/server';
import { listEngineRecords } from '@/contracts/engine-history';
import type { ListedPage } from '@/features/engine-history/api';
import { EngineHistoryPage } from '@/features/engine-history/components/engine-history-page';
import { engineKeys } from '@/features/engine-history/query-keys';
import { type ListState, listParsers, toListQuery } from '@/features/engine-history/search-params';
import { isLocalRange } from '@/features/engine-history/time-range';
import { findEngineRecords } from '@/server/engine-history/service';
import type { Context } from '@/server/platform/context';
import { Prefetched } from '../prefetched';

/** Title in the visitor's language. */
export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('engineHistory'))('title') };
}

const loadState = createLoader(listParsers);

async function readList(context: Context, state: ListState) {
  // Days begin where the visitor is.
  if (isLocalRange(state.range)) return null;
  const askedAt = context.clock.now();
  const at = state.at ?? askedAt;
  const page = await findEngineRecords(context, listEngineRecords.query.parse(toListQuery(state, at)));
  return { key: engineKeys.list(state), data: { ...page, at, askedAt } satisfies ListedPage };
}

/** The history with its first rows. */
export default async function HistoryPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const state = await loadState(searchParams);
  return (
    <Prefetched read={(context) => readList(context, state)}>
      <EngineHistoryPage />
    </Prefetched>
  );
}
