'use client';

import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useMounted } from '@mantine/hooks';
import { signIn } from 'next-auth/react';
import { useLocale, useTranslations } from 'next-intl';
import { type FormEvent, useEffect, useState } from 'react';
import { formatDuration } from '@/lib/duration';
import { readSignInError } from '../format';
import classes from './sign-in-form.module.css';

type Failure = 'invalid' | 'unavailable' | 'locked';

/** Name and password; after success the page that was wanted is loaded afresh. */
export function SignInForm({ next }: { next: string }) {
  const t = useTranslations('signIn');
  const [pending, setPending] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [wait, setWait] = useCountdown();
  // Before the page lives, sending the form would put the password into the address.
  const ready = useMounted();
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    setPending(true);
    const error = await trySignIn(String(form.get('name')), String(form.get('password')));
    if (error === null) return window.location.assign(next);
    setPending(false);
    const meant = readSignInError(error);
    setFailure(meant.kind);
    setWait(meant.kind === 'locked' ? meant.seconds : 0);
  };
  return (
    <form method="post" onSubmit={submit} style={{ display: 'contents' }}>
      <SignInFailure failure={failure} wait={wait} />
      <TextInput
        name="name"
        label={t('name')}
        size="sm"
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        maxLength={64}
        required
        withAsterisk={false}
        autoFocus
      />
      <PasswordInput
        name="password"
        label={t('password')}
        size="sm"
        autoComplete="current-password"
        maxLength={200}
        required
        withAsterisk={false}
        visibilityToggleButtonProps={{ 'aria-label': t('showPassword'), tabIndex: 0 }}
      />
      <Button type="submit" size="sm" loading={pending} disabled={!ready || wait > 0}>
        {t('submit')}
      </Button>
    </form>
  );
}

/** The reason of a refusal as our server or next-auth words it; null after success. */
async function trySignIn(name: string, password: string): Promise<string | null> {
  try {
    const result = await signIn('credentials', { redirect: false, name, password });
    if (result?.ok && !result.error) return null;
    return result?.error ?? 'unavailable';
  } catch {
    return 'unavailable';
  }
}

function SignInFailure({ failure, wait }: { failure: Failure | null; wait: number }) {
  const t = useTranslations('signIn');
  const locale = useLocale();
  if (!failure || (failure === 'locked' && wait === 0)) return null;
  return (
    <div className={classes.failure} role="alert">
      {/* The seconds that run down are not read out one by one. */}
      {failure === 'locked' ? (
        <>
          {t('locked')} <span aria-live="off">{t('wait', { time: formatDuration(wait, locale) })}</span>
        </>
      ) : (
        t(failure)
      )}
    </div>
  );
}

function useCountdown() {
  const [until, setUntil] = useState(0);
  const [left, setLeft] = useState(0);
  useEffect(() => {
    if (until === 0) return;
    const tick = () => setLeft(Math.max(0, Math.ceil((until - Date.now()) / 1000)));
    tick();
    const timer = setInterval(tick, 1000);
    return () => clearInterval(timer);
  }, [until]);
  const start = (seconds: number) => {
    setUntil(seconds > 0 ? Date.now() + seconds * 1000 : 0);
    setLeft(seconds);
  };
  return [left, start] as const;
}
