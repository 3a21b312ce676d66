'use client';

import { Button, NativeSelect } from '@mantine/core';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import type { Column } from '@/components/data-table/columns';
import { DataTable } from '@/components/data-table/data-table';
import { TableScroller } from '@/components/data-table/table-scroller';
import { useCurrentSession } from '@/components/layout/current-session';
import { SecretDialog } from '@/components/secret-dialog';
import { ErrorState, LoadingState } from '@/components/states';
import { Tag } from '@/components/tag';
import { TimeText } from '@/components/time-text';
import type { Account } from '@/contracts/accounts';
import { type AccountChange, useAccounts } from '../api';
import { ROLES } from '../format';
import { ConfirmAccountChange } from './confirm-account-change';
import { NewAccount } from './new-account';
import classes from './settings.module.css';

/** All local accounts: add, change role, disable, reset the password. For administrators. */
export function AccountsTab() {
  const t = useTranslations('settings.accounts');
  const accounts = useAccounts();
  const [change, setChange] = useState<AccountChange | null>(null);
  const [secret, setSecret] = useState<{ name: string; password: string } | null>(null);
  const columns = useColumns(setChange);
  return (
    <>
      <p className={classes.hint}>{t('hint')}</p>
      <NewAccount onCreated={(name, password) => setSecret({ name, password })} />
      {!accounts.data &&
        (accounts.error ? <ErrorState error={accounts.error} onRetry={() => accounts.refetch()} /> : <LoadingState />)}
      {accounts.data && (
        <div className={classes.frame}>
          <TableScroller label={t('caption')}>
            <DataTable
              caption={t('caption')}
              columns={columns}
              rows={accounts.data.items}
              context={null}
              rowKey={(row) => row.name}
            />
          </TableScroller>
        </div>
      )}
      {change && (
        <ConfirmAccountChange
          change={change}
          onClose={() => setChange(null)}
          onDone={(password) => {
            setChange(null);
            if (password) setSecret({ name: change.name, password });
          }}
        />
      )}
      {secret && (
        <SecretDialog
          title={t('passwordTitle', { name: secret.name })}
          explanation={t('passwordExplanation')}
          name={t('oneTimePassword')}
          secret={secret.password}
          onClose={() => setSecret(null)}
        />
      )}
    </>
  );
}

function useColumns(onChange: (change: AccountChange) => void): Column<Account, null>[] {
  const t = useTranslations('settings.accounts');
  const roles = useTranslations('shell.roles');
  const { user } = useCurrentSession();
  return [
    {
      id: 'name',
      header: t('name'),
      render: (row) => (
        <>
          {row.name} {row.name === user && <span className="er-dim">({t('you')})</span>}
        </>
      ),
    },
    {
      id: 'role',
      header: t('role'),
      // The own role is for others to change: whoever gives it up by mistake cannot take it back.
      render: (row) =>
        row.name === user ? (
          roles(row.role)
        ) : (
          <NativeSelect
            aria-label={t('roleOf', { name: row.name })}
            w={190}
            value={row.role}
            data={ROLES.map((role) => ({ value: role, label: roles(role) }))}
            onChange={(event) =>
              onChange({ name: row.name, body: { role: ROLES.find((role) => role === event.currentTarget.value) } })
            }
          />
        ),
    },
    { id: 'state', header: t('state'), render: (row) => <AccountState account={row} /> },
    { id: 'created', header: t('created'), render: (row) => <TimeText time={row.createdTime} /> },
    {
      id: 'seen',
      header: t('lastSignIn'),
      render: (row) => (row.lastSignInTime ? <TimeText time={row.lastSignInTime} withAge /> : t('never')),
    },
    {
      id: 'actions',
      header: t('actions'),
      align: 'end',
      render: (row) =>
        row.name !== user && (
          <span className={classes.actions}>
            <Button
              size="compact-xs"
              variant="default"
              aria-label={t('resetNamed', { name: row.name })}
              onClick={() => onChange({ name: row.name, body: { resetPassword: true } })}
            >
              {t('reset')}
            </Button>
            <Button
              size="compact-xs"
              variant="default"
              aria-label={t(row.disabled ? 'enableNamed' : 'disableNamed', { name: row.name })}
              onClick={() => onChange({ name: row.name, body: { disabled: !row.disabled } })}
            >
              {row.disabled ? t('enable') : t('disable')}
            </Button>
          </span>
        ),
    },
  ];
}

function AccountState({ account }: { account: Account }) {
  const t = useTranslations('settings.accounts');
  if (account.disabled) return <Tag tone="quiet">{t('disabled')}</Tag>;
  if (account.mustChangePassword) return <Tag tone="warn">{t('passwordPending')}</Tag>;
  return <Tag tone="good">{t('active')}</Tag>;
}
