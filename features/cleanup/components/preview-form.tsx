'use client';

import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { type FormEvent, useState } from 'react';
import { Panel } from '@/components/panel';
import { ErrorBanner } from '@/components/states';
import { usePreviewCleanup } from '../api';
import { type RuleForm, runHref, toRule } from '../format';
import classes from './cleanup.module.css';

const TIMES = ['access', 'update', 'create'] as const;

/** Asks which contexts are meant and freezes them; nothing is deleted here. */
export function PreviewForm() {
  const t = useTranslations('cleanup');
  const router = useRouter();
  const preview = usePreviewCleanup();
  const [form, setForm] = useState<RuleForm>({ time: 'access', days: '90', users: '', applications: '', ids: '' });
  const rule = toRule(form);
  const set = (change: Partial<RuleForm>) => setForm((old) => ({ ...old, ...change }));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (rule && !preview.isPending) preview.mutate(rule, { onSuccess: (run) => router.push(runHref(run)) });
  };
  return (
    <Panel title={t('form.title')}>
      <form onSubmit={submit} style={{ display: 'grid', gap: 12 }}>
        <div className={classes.form}>
          <NativeSelect
            label={t('form.time')}
            value={form.time}
            data={TIMES.map((value) => ({ value, label: t(`times.${value}`) }))}
            onChange={({ currentTarget }) =>
              set({ time: TIMES.find((time) => time === currentTarget.value) ?? 'access' })
            }
          />
          <TextInput
            label={t('form.days')}
            type="number"
            min={0}
            step="any"
            value={form.days}
            onChange={({ currentTarget }) => set({ days: currentTarget.value })}
          />
          <TextInput
            label={t('form.users')}
            placeholder={t('form.namesHint')}
            value={form.users}
            onChange={({ currentTarget }) => set({ users: currentTarget.value })}
          />
          <TextInput
            label={t('form.applications')}
            placeholder={t('form.namesHint')}
            value={form.applications}
            onChange={({ currentTarget }) => set({ applications: currentTarget.value })}
          />
          <TextInput
            label={t('form.ids')}
            placeholder={t('form.idsHint')}
            value={form.ids}
            pattern="[\d,\s]*"
            onChange={({ currentTarget }) => set({ ids: currentTarget.value })}
          />
        </div>
        {preview.error && <ErrorBanner error={preview.error} />}
        <div className={classes.buttons}>
          <Button type="submit" disabled={!rule} loading={preview.isPending}>
            {t('form.preview')}
          </Button>
          <p className={classes.note}>{rule ? t('form.hint') : t('form.needBound')}</p>
        </div>
      </form>
    </Panel>
  );
}
