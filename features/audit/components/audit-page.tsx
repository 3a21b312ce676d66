'use client';

import { Button, NativeSelect, TextInput } from '@mantine/core';
import { IconRefresh } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import { useQueryStates } from 'nuqs';
import { type FormEvent, useState } from 'react';
import { useCurrentSession } from '@/components/layout/current-session';
import { PageHeader } from '@/components/layout/page-header';
import { NoPermissionState } from '@/components/states';
import { useAuditEvents } from '../api';
import { type AuditChange, type AuditState, auditParsers } from '../search-params';
import classes from './audit.module.css';
import { AuditTable } from './audit-table';

/** Who did what, and who was refused. For administrators. */
export function AuditPage() {
  const t = useTranslations('audit');
  const session = useCurrentSession();
  if (session.role === 'admin') return <AuditTrail />;
  return (
    <>
      <PageHeader title={t('title')} />
      <NoPermissionState />
    </>
  );
}

function AuditTrail() {
  const t = useTranslations('audit');
  const [state, setState] = useQueryStates(auditParsers, { history: 'push' });
  const events = useAuditEvents(state);
  const change = (values: AuditChange) => void setState(values);
  return (
    <div className={classes.page}>
      <PageHeader
        title={t('title')}
        actions={
          <Button
            variant="default"
            leftSection={<IconRefresh size={15} aria-hidden />}
            onClick={() => events.refetch()}
          >
            {t('refresh')}
          </Button>
        }
      />
      <AuditFilters key={`${state.actor} ${state.action}`} state={state} onChange={change} />
      <AuditTable state={state} events={events} onChange={change} />
    </div>
  );
}

function AuditFilters({ state, onChange }: { state: AuditState; onChange: (change: AuditChange) => void }) {
  const t = useTranslations('audit');
  const [actor, setActor] = useState(state.actor ?? '');
  const [action, setAction] = useState(state.action ?? '');
  const first = { cursor: null };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onChange({ actor: actor.trim() || null, action: action.trim() || null, ...first });
  };
  const filtered = state.actor !== null || state.action !== null || state.outcome !== null;
  return (
    <search aria-label={t('filtering')}>
      <form className={classes.filters} onSubmit={submit}>
        <TextInput
          label={t('actor')}
          value={actor}
          onChange={(event) => setActor(event.currentTarget.value)}
          maxLength={128}
        />
        <TextInput
          label={t('action')}
          value={action}
          onChange={(event) => setAction(event.currentTarget.value)}
          maxLength={64}
        />
        <NativeSelect
          label={t('outcome')}
          value={state.outcome ?? ''}
          data={[
            { value: '', label: t('any') },
            { value: 'done', label: t('outcomes.done') },
            { value: 'denied', label: t('outcomes.denied') },
          ]}
          onChange={(event) => onChange({ outcome: auditParsers.outcome.parse(event.currentTarget.value), ...first })}
        />
        <Button type="submit" variant="default">
          {t('apply')}
        </Button>
        {filtered && (
          <Button
            variant="subtle"
            color="gray"
            onClick={() => onChange({ actor: null, action: null, outcome: null, ...first })}
          >
            {t('clear')}
          </Button>
        )}
      </form>
    </search>
  );
}
