import { dehydrate, HydrationBoundary, QueryClient, type QueryKey } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { pageContext } from '@/server/platform/auth/page-session';
import type { Context } from '@/server/platform/context';

/** An answer read ahead and the name under which the browser would keep it. */
export interface ReadAhead {
  key: QueryKey;
  data: unknown;
}

/**
 * A page with what it is for read ahead, so that it is painted at once and not after scripts have come and asked.
 * @param read gives one answer or several; null when the browser has to ask
 */
export async function Prefetched({
  read,
  children,
}: {
  read: (context: Context) => Promise<ReadAhead | readonly ReadAhead[] | null>;
  children: ReactNode;
}) {
  const client = new QueryClient();
  try {
    const context = await pageContext();
    const ahead = context && !context.actor.mustChangePassword ? await read(context) : null;
    for (const { key, data } of [ahead ?? []].flat()) client.setQueryData(key, data);
  } catch {
    // The browser asks again, and shows why there is no answer.
  }
  return <HydrationBoundary state={dehydrate(client)}>{children}</HydrationBoundary>;
}
