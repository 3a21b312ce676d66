'use client';

import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useTranslations } from 'next-intl';
import { type FormEvent, useState } from 'react';
import { Dialog } from '@/components/dialog';
import { ErrorBanner } from '@/components/states';
import { CLEANUP_SUBJECTS } from '@/contracts/cleanup-subjects';
import { ApiProblem } from '@/lib/api-client';
import { notify } from '@/lib/notify';
import cleanup from '../../components/cleanup.module.css';
import { useFaultText } from '../../components/fault-text';
import { SubjectField } from '../../components/rule-fields';
import { type ProtectionBody, useAddProtection } from '../api';
import { isWrongValue, PROTECTION_KINDS } from '../protection';

/** Asks what is to be protected, and why. */
export default function AddProtectionDialog({ onClose }: { onClose: () => void }) {
  const t = useTranslations('cleanupProtections');
  const common = useTranslations('common');
  const faultText = useFaultText();
  const add = useAddProtection();
  const [form, setForm] = useState<ProtectionBody>({ subject: CLEANUP_SUBJECTS[0], kind: 'user', value: '', note: '' });
  const set = (change: Partial<ProtectionBody>) => {
    add.reset();
    setForm((old) => ({ ...old, ...change }));
  };
  const { subject, kind, value } = form;
  const wrong = isWrongValue(kind, value);
  const told = add.error instanceof ApiProblem && add.error.faults.find(({ path }) => path === 'value');
  const error = wrong && value.trim() !== '' ? t('add.wrongId') : told ? faultText(told.message) : undefined;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (wrong || add.isPending) return;
    const body = { subject, kind, value: value.trim(), note: form.note?.trim() || undefined };
    add.mutate(body, {
      onSuccess: (made) => {
        notify(t('added', { what: t(`what.${made.kind}`, { value: made.value }) }));
        onClose();
      },
    });
  };
  return (
    <Dialog title={t('add.title')} onClose={onClose}>
      <form className={cleanup.stack} onSubmit={submit}>
        <div>{t('add.text')}</div>
        <SubjectField subject={subject} onChange={(chosen) => set({ subject: chosen })} />
        <NativeSelect
          label={t('columns.kind')}
          value={kind}
          data={PROTECTION_KINDS.map((known) => ({ value: known, label: t(`kinds.${known}`) }))}
          onChange={({ currentTarget }) =>
            set({ kind: PROTECTION_KINDS.find((known) => known === currentTarget.value) ?? kind })
          }
          data-autofocus
        />
        <TextInput
          label={t(`add.value.${kind}`)}
          value={value}
          error={error}
          inputMode={kind === 'id' ? 'numeric' : undefined}
          maxLength={128}
          autoComplete="off"
          spellCheck={false}
          onChange={({ currentTarget }) => set({ value: currentTarget.value })}
        />
        <TextInput
          label={t('add.note')}
          value={form.note}
          maxLength={2000}
          autoComplete="off"
          onChange={({ currentTarget }) => set({ note: currentTarget.value })}
        />
        {add.error && <ErrorBanner error={add.error} />}
        <div className={cleanup.buttons}>
          <Button type="submit" disabled={wrong} loading={add.isPending}>
            {t('add.confirm')}
          </Button>
          <Button variant="default" onClick={onClose}>
            {common('cancel')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
