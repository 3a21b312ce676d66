'use client';

import { Button, TextInput } from '@mantine/core';
import { useTranslations } from 'next-intl';
import { type FormEvent, useState } from 'react';
import { ConfirmDialog } from '@/components/confirm-dialog';
import { Dialog } from '@/components/dialog';
import { ErrorBanner } from '@/components/states';
import type { CleanupPolicy } from '@/contracts/cleanup-policies';
import { notify } from '@/lib/notify';
import cleanup from '../../components/cleanup.module.css';
import { runHref } from '../../format';
import { usePolicyActions } from '../api';
import { ModeField } from './mode-field';

/** What is asked about a policy. */
export type AskedOfPolicy = 'run' | 'remove';

interface PolicyDialogsProps {
  asked: AskedOfPolicy;
  policy: CleanupPolicy;
  onClose: () => void;
  onRemoved: () => void;
}

/** The dialog that was asked for, about one policy. */
export default function PolicyDialogs({ asked, ...props }: PolicyDialogsProps) {
  return asked === 'run' ? <RunDialog {...props} /> : <RemoveDialog {...props} />;
}

function RemoveDialog({ policy, onClose, onRemoved }: Omit<PolicyDialogsProps, 'asked'>) {
  const t = useTranslations('cleanupPolicies');
  const { remove } = usePolicyActions(policy);
  const { name } = policy;
  const confirm = () =>
    remove.mutate(undefined, {
      onSuccess: () => {
        notify(t('remove.done', { name }));
        onClose();
        onRemoved();
      },
    });
  return (
    <ConfirmDialog
      title={t('remove.title', { name })}
      confirmText={t('remove.confirm')}
      typed={name}
      pending={remove.isPending}
      error={remove.error}
      onConfirm={confirm}
      onClose={onClose}
    >
      {t('remove.text')}
    </ConfirmDialog>
  );
}

/** Asks whether to look or to delete. Deleting at once shows no preview first, so the name has to be typed. */
function RunDialog({ policy, onClose }: Omit<PolicyDialogsProps, 'asked'>) {
  const t = useTranslations('cleanupPolicies');
  const common = useTranslations('common');
  const { runNow } = usePolicyActions(policy);
  const [mode, setMode] = useState<CleanupPolicy['mode']>('preview');
  const [typed, setTyped] = useState('');
  const deletes = mode === 'delete';
  const ready = !deletes || typed.trim() === policy.name;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!ready || runNow.isPending) return;
    runNow.mutate(mode, {
      onSuccess: (run) => {
        notify(t(`run.begun.${mode}`, { name: policy.name }), {
          label: t('run.show', { id: run.id }),
          href: runHref(run),
        });
        onClose();
      },
    });
  };
  return (
    <Dialog title={t('run.title', { name: policy.name })} onClose={onClose}>
      <form className={cleanup.stack} onSubmit={submit}>
        <ModeField legend={t('run.what')} mode={mode} about="nowHints" onChange={setMode} />
        {deletes && (
          <TextInput
            label={common('typeToConfirm', { text: policy.name })}
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
            autoComplete="off"
            spellCheck={false}
          />
        )}
        {runNow.error && <ErrorBanner error={runNow.error} />}
        <div className={cleanup.buttons}>
          <Button type="submit" color={deletes ? 'red.8' : undefined} disabled={!ready} loading={runNow.isPending}>
            {t(`run.confirm.${mode}`)}
          </Button>
          <Button variant="default" onClick={onClose}>
            {common('cancel')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
