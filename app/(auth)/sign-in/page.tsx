import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { FormCard } from '@/components/layout/form-card';
import { SignInForm } from '@/features/accounts/components/sign-in-form';
import { safeLocalPath } from '@/lib/local-path';
import { currentPageSession } from '@/server/platform/auth/page-session';

/** Title in the visitor's language. */
export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('signIn'))('title') };
}

/** Signing in; those who are signed in go on at once. */
export default async function SignInPage({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  const { next } = await searchParams;
  const target = safeLocalPath(Array.isArray(next) ? next[0] : next);
  if (await currentPageSession()) redirect(target);
  const t = await getTranslations('signIn');
  return (
    <FormCard title={t('title')}>
      <SignInForm next={target} />
    </FormCard>
  );
}
