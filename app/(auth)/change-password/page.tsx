import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { FormCard } from '@/components/layout/form-card';
import { ChangePasswordForm } from '@/features/accounts/components/change-password-form';
import { safeLocalPath } from '@/lib/local-path';
import { currentPageSession } from '@/server/platform/auth/page-session';

/** Title in the visitor's language. */
export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('password'))('title') };
}

/** Replacing the own password, asked for or forced. */
export default async function ChangePasswordPage({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  const session = await currentPageSession();
  if (!session) redirect('/sign-in?next=/change-password');
  const { next } = await searchParams;
  const t = await getTranslations('password');
  return (
    <FormCard title={t('title')}>
      <ChangePasswordForm
        next={safeLocalPath(Array.isArray(next) ? next[0] : next)}
        forced={session.mustChangePassword}
      />
    </FormCard>
  );
}
