'use client';

import { Button } from '@mantine/core';
import { useMounted } from '@mantine/hooks';
import { signIn } from 'next-auth/react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import classes from './sign-in-form.module.css';

/** Why the provider, or this console, did not let somebody in who came back from there. */
type ProviderFailure = 'denied' | 'external';

interface ProviderSignInProps {
  /** What people call the provider; null for a general word. */
  name: string | null;
  /** Where to go afterwards. */
  next: string;
  failure: ProviderFailure | null;
}

/** The other way in: an OpenID Connect provider, which sends people back here. */
export function ProviderSignIn({ name, next, failure }: ProviderSignInProps) {
  const t = useTranslations('signIn');
  const [pending, setPending] = useState(false);
  const [failed, setFailed] = useState(failure);
  const ready = useMounted();
  const leave = async () => {
    setPending(true);
    setFailed(null);
    try {
      // Leaves the page, to the provider or back to this page with the reason.
      await signIn('oidc', { callbackUrl: next });
    } catch {
      setPending(false);
      setFailed('external');
    }
  };
  return (
    <>
      <div className={classes.or}>{t('or')}</div>
      {failed && (
        <div className={classes.failure} role="alert">
          {t(failed)}
        </div>
      )}
      <Button variant="default" size="sm" loading={pending} disabled={!ready} onClick={leave}>
        {name ? t('with', { name }) : t('withOther')}
      </Button>
    </>
  );
}
