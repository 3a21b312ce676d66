'use client';

import { Button, NativeSelect, TextInput } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import { type FormEvent, useState } from 'react';
import { ConfirmDialog } from '@/components/confirm-dialog';
import type { Column } from '@/components/data-table/columns';
import { DataTable } from '@/components/data-table/data-table';
import { TableScroller } from '@/components/data-table/table-scroller';
import { SecretDialog } from '@/components/secret-dialog';
import { EmptyState, ErrorBanner, ErrorState, LoadingState } from '@/components/states';
import { TimeText } from '@/components/time-text';
import { notify } from '@/lib/notify';
import { useApiTokens, useCreateApiToken, useRevokeApiToken } from '../api';
import classes from './settings.module.css';

type ApiToken = NonNullable<ReturnType<typeof useApiTokens>['data']>['items'][number];

/** Tokens with which programs act as this account. */
export function TokensTab() {
  const t = useTranslations('settings.tokens');
  const tokens = useApiTokens();
  const [revoking, setRevoking] = useState<ApiToken | null>(null);
  const columns = useColumns(setRevoking);
  return (
    <>
      <p className={classes.hint}>{t('hint')}</p>
      <NewToken />
      {!tokens.data &&
        (tokens.error ? <ErrorState error={tokens.error} onRetry={() => tokens.refetch()} /> : <LoadingState />)}
      {tokens.data && (
        <div className={classes.frame}>
          <TableScroller label={t('caption')}>
            <DataTable
              caption={t('caption')}
              columns={columns}
              rows={tokens.data.items}
              context={null}
              rowKey={(row) => row.id}
            />
          </TableScroller>
          {tokens.data.items.length === 0 && <EmptyState title={t('none')}>{t('noneHint')}</EmptyState>}
        </div>
      )}
      {revoking && <RevokeToken token={revoking} onClose={() => setRevoking(null)} />}
    </>
  );
}

function useColumns(onRevoke: (token: ApiToken) => void): Column<ApiToken, null>[] {
  const t = useTranslations('settings.tokens');
  return [
    { id: 'name', header: t('name'), render: (row) => row.name },
    { id: 'created', header: t('created'), render: (row) => <TimeText time={row.createdTime} /> },
    {
      id: 'expires',
      header: t('expires'),
      render: (row) => (row.expiresTime ? <TimeText time={row.expiresTime} withAge /> : t('never')),
    },
    {
      id: 'used',
      header: t('lastUsed'),
      render: (row) => (row.lastUsedTime ? <TimeText time={row.lastUsedTime} withAge /> : t('neverUsed')),
    },
    {
      id: 'actions',
      header: t('actions'),
      align: 'end',
      render: (row) => (
        <Button
          size="compact-xs"
          variant="default"
          aria-label={t('revokeNamed', { name: row.name })}
          onClick={() => onRevoke(row)}
        >
          {t('revoke')}
        </Button>
      ),
    },
  ];
}

const LIFETIMES = ['30', '90', '365', 'never'] as const;

function NewToken() {
  const t = useTranslations('settings.tokens');
  const create = useCreateApiToken();
  const [name, setName] = useState('');
  const [lifetime, setLifetime] = useState<string>('90');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() === '') return;
    create.mutate(
      { name: name.trim(), expiresInDays: lifetime === 'never' ? null : Number(lifetime) },
      { onSuccess: () => setName('') },
    );
  };
  return (
    <>
      <form className={classes.lead} onSubmit={submit}>
        <TextInput
          label={t('name')}
          placeholder={t('namePlaceholder')}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          maxLength={64}
          required
          withAsterisk={false}
          w={240}
        />
        <NativeSelect
          label={t('lifetime')}
          value={lifetime}
          onChange={(event) => setLifetime(event.currentTarget.value)}
          data={LIFETIMES.map((value) => ({
            value,
            label: value === 'never' ? t('noExpiry') : t('days', { count: Number(value) }),
          }))}
        />
        <Button type="submit" loading={create.isPending} leftSection={<IconPlus size={14} aria-hidden />}>
          {t('create')}
        </Button>
      </form>
      {create.error && <ErrorBanner error={create.error} />}
      {create.data && (
        <SecretDialog
          title={t('secretTitle', { name: create.data.name })}
          explanation={t('secretExplanation')}
          name={t('secret')}
          secret={create.data.secret}
          onClose={create.reset}
        />
      )}
    </>
  );
}

function RevokeToken({ token, onClose }: { token: ApiToken; onClose: () => void }) {
  const t = useTranslations('settings.tokens');
  const revoke = useRevokeApiToken();
  const confirm = () =>
    revoke.mutate(token.id, {
      onSuccess: () => {
        notify(t('revoked', { name: token.name }));
        onClose();
      },
    });
  return (
    <ConfirmDialog
      title={t('revokeTitle')}
      confirmText={t('revoke')}
      pending={revoke.isPending}
      error={revoke.error}
      onConfirm={confirm}
      onClose={onClose}
    >
      {t('revokeExplanation', { name: token.name })}
    </ConfirmDialog>
  );
}
