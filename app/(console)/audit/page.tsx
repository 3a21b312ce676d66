import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { createLoader, type SearchParams } from 'nuqs/server';
import { listAuditEvents } from '@/contracts/audit';
import { AuditPage } from '@/features/audit/components/audit-page';
import { auditKey } from '@/features/audit/query-keys';
import { auditParsers, toAuditQuery } from '@/features/audit/search-params';
import { readAuditTrail } from '@/server/audit/service';
import { Prefetched } from '../prefetched';

/** Title in the visitor's language. */
export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('audit'))('title') };
}

const loadState = createLoader(auditParsers);

/** The audit trail with its first events. */
export default async function TrailPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const state = await loadState(searchParams);
  return (
    <Prefetched
      read={async (context) => ({
        key: auditKey(state),
        data: await readAuditTrail(context, listAuditEvents.query.parse(toAuditQuery(state))),
      })}
    >
      <AuditPage />
    </Prefetched>
  );
}
