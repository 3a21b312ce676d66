'use client';

import { Button, PasswordInput } from '@mantine/core';
import { IconCheck, IconCircle } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import { type FormEvent, useState } from 'react';
import { ErrorBanner } from '@/components/states';
import { useChangePassword } from '../api';
import { MIN_PASSWORD } from '../format';

interface ChangePasswordFormProps {
  next: string;
  /** True when the one-time password has to be replaced before anything else. */
  forced: boolean;
}

/** Replaces the own password; shows what is asked of the new one while it is typed. */
export function ChangePasswordForm({ next, forced }: ChangePasswordFormProps) {
  const t = useTranslations('password');
  const [current, setCurrent] = useState('');
  const [wanted, setWanted] = useState('');
  const [repeated, setRepeated] = useState('');
  const change = useChangePassword();
  const rules = [
    { text: t('ruleLength', { count: MIN_PASSWORD }), met: wanted.length >= MIN_PASSWORD },
    { text: t('ruleDifferent'), met: wanted !== '' && wanted !== current },
    { text: t('ruleRepeated'), met: wanted !== '' && wanted === repeated },
  ];
  const ready = current !== '' && rules.every((rule) => rule.met);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (ready)
      change.mutate(
        { currentPassword: current, newPassword: wanted },
        { onSuccess: () => window.location.assign(next) },
      );
  };
  const shared = {
    size: 'sm',
    maxLength: 200,
    required: true,
    withAsterisk: false,
    visibilityToggleButtonProps: { 'aria-label': t('show'), tabIndex: 0 },
  } as const;
  return (
    <form method="post" onSubmit={submit} style={{ display: 'contents' }}>
      {forced && <p style={{ margin: 0 }}>{t('forced')}</p>}
      <PasswordInput
        {...shared}
        label={forced ? t('oneTime') : t('current')}
        autoComplete="current-password"
        value={current}
        onChange={(event) => setCurrent(event.currentTarget.value)}
        autoFocus
      />
      <PasswordInput
        {...shared}
        label={t('new')}
        autoComplete="new-password"
        value={wanted}
        onChange={(event) => setWanted(event.currentTarget.value)}
        aria-describedby="password-rules"
      />
      <PasswordInput
        {...shared}
        label={t('repeat')}
        autoComplete="new-password"
        value={repeated}
        onChange={(event) => setRepeated(event.currentTarget.value)}
      />
      <ul id="password-rules" style={{ display: 'grid', gap: 2, margin: 0, padding: 0, listStyle: 'none' }}>
        {rules.map(({ text, met }) => (
          <li
            key={text}
            style={{
              display: 'flex',
              alignItems: 'center',
              gap: 6,
              color: met ? 'var(--er-good)' : 'var(--mantine-color-dimmed)',
            }}
          >
            {met ? <IconCheck size={14} aria-hidden /> : <IconCircle size={14} aria-hidden />}
            {text}
            <span className="er-visually-hidden">{met ? t('met') : t('notMet')}</span>
          </li>
        ))}
      </ul>
      {change.error && <ErrorBanner error={change.error} />}
      <Button type="submit" size="sm" loading={change.isPending || change.isSuccess} disabled={!ready}>
        {t('submit')}
      </Button>
      {!forced && (
        <Button component="a" href={next} size="sm" variant="subtle" color="gray">
          {t('cancel')}
        </Button>
      )}
    </form>
  );
}
