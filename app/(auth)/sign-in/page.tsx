import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { FormCard } from '@/components/layout/form-card';
import { ProviderSignIn } from '@/features/accounts/components/provider-sign-in';
import { SignInForm } from '@/features/accounts/components/sign-in-form';
import { safeLocalPath } from '@/lib/local-path';
import { currentPageSession, signInProvider } from '@/server/platform/auth/page-session';

/** Title in the visitor's language. */
export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('signIn'))('title') };
}

const one = (value: string | string[] | undefined) => (Array.isArray(value) ? value[0] : value);

/** The page that was wanted, when somebody comes back from a provider without success. */
function pathOf(address: string | undefined): string | undefined {
  const url = address && URL.canParse(address) ? new URL(address) : null;
  return url ? url.pathname + url.search : undefined;
}

/** Signing in; those who are signed in go on at once. */
export default async function SignInPage({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  const { next, callbackUrl, error } = await searchParams;
  const target = safeLocalPath(one(next) ?? pathOf(one(callbackUrl)));
  if (await currentPageSession()) redirect(target);
  const t = await getTranslations('signIn');
  const provider = signInProvider();
  return (
    <FormCard title={t('title')}>
      <SignInForm next={target} />
      {provider && (
        <ProviderSignIn
          name={provider.name}
          next={target}
          failure={error ? (error === 'AccessDenied' ? 'denied' : 'external') : null}
        />
      )}
    </FormCard>
  );
}
