import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { SettingsPage } from '@/features/accounts/components/settings-page';
import { accountKeys } from '@/features/accounts/query-keys';
import { listOwnSessions } from '@/server/platform/auth/accounts';
import { Prefetched } from '../prefetched';

/** Title in the visitor's language. */
export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('settings'))('title') };
}

/** Settings with the own sessions, the tab that opens first. */
export default function OwnSettingsPage() {
  return (
    <Prefetched
      read={async (context) => ({ key: accountKeys.sessions, data: { items: await listOwnSessions(context) } })}
    >
      <SettingsPage />
    </Prefetched>
  );
}
