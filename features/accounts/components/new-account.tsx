'use client';

import { Button, NativeSelect, TextInput } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import { type FormEvent, useState } from 'react';
import { ErrorBanner } from '@/components/states';
import type { Role } from '@/contracts/roles';
import { useCreateAccount } from '../api';
import { ROLES } from '../format';
import classes from './settings.module.css';

/** Adds an account; its one-time password goes to `onCreated`, once. */
export function NewAccount({ onCreated }: { onCreated: (name: string, password: string) => void }) {
  const t = useTranslations('settings.accounts');
  const roles = useTranslations('shell.roles');
  const create = useCreateAccount();
  const [name, setName] = useState('');
  const [role, setRole] = useState<Role>('user');
  const valid = /^[A-Za-z0-9_.@-]{1,64}$/.test(name);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!valid) return;
    create.mutate(
      { name, role },
      {
        onSuccess: (account) => {
          setName('');
          onCreated(account.name, account.oneTimePassword);
          create.reset();
        },
      },
    );
  };
  return (
    <>
      <form className={classes.lead} style={{ alignItems: 'start' }} onSubmit={submit}>
        <TextInput
          label={t('newName')}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          error={name !== '' && !valid ? t('nameRule') : undefined}
          autoComplete="off"
          maxLength={64}
          w={240}
        />
        <NativeSelect
          label={t('newRole')}
          value={role}
          onChange={(event) => setRole(ROLES.find((known) => known === event.currentTarget.value) ?? 'user')}
          data={ROLES.map((known) => ({ value: known, label: roles(known) }))}
        />
        <Button
          type="submit"
          mt={20}
          disabled={!valid}
          loading={create.isPending}
          leftSection={<IconPlus size={14} aria-hidden />}
        >
          {t('add')}
        </Button>
      </form>
      {create.error && (
        <div style={{ marginBottom: 12 }}>
          <ErrorBanner error={create.error} />
        </div>
      )}
    </>
  );
}
