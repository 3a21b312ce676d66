'use client';

import { Button } from '@mantine/core';
import { useRouter, useSearchParams } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { type FormEvent, useState } from 'react';
import { Panel } from '@/components/panel';
import { ErrorBanner } from '@/components/states';
import type { CleanupSubject } from '@/contracts/cleanup-subjects';
import { usePreviewCleanup } from '../api';
import { runHref } from '../format';
import { type RuleForm, ruleFaults, ruleFromAddress, ruleOfSubject, subjectFromAddress, toRule } from '../rule-form';
import classes from './cleanup.module.css';
import { RuleFields, SubjectField } from './rule-fields';

/** Asks what is meant and freezes it; nothing is deleted here. */
export function PreviewForm() {
  const t = useTranslations('cleanup');
  const router = useRouter();
  const preview = usePreviewCleanup();
  const address = useSearchParams();
  const [subject, setSubject] = useState<CleanupSubject>(subjectFromAddress(address));
  const [form, setForm] = useState<RuleForm>(ruleFromAddress(address));
  const choose = (chosen: CleanupSubject) => {
    setSubject(chosen);
    setForm((old) => ruleOfSubject(old, chosen));
  };
  const rule = toRule(form);
  const { rule: unbound, ...faults } = ruleFaults(form);
  const errors = Object.fromEntries(Object.entries(faults).map(([place, fault]) => [place, t(`faults.${fault}`)]));
  const ready = rule !== null && Object.keys(faults).length === 0;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (ready && !preview.isPending)
      preview.mutate({ subject, rule }, { onSuccess: (run) => router.push(runHref(run)) });
  };
  return (
    <Panel title={t('form.title')}>
      <form onSubmit={submit} className={classes.stack}>
        <div className={classes.form}>
          <SubjectField subject={subject} onChange={choose} />
          <RuleFields
            subject={subject}
            rule={form}
            errors={errors}
            onChange={(change) => setForm((old) => ({ ...old, ...change }))}
          />
        </div>
        {preview.error && <ErrorBanner error={preview.error} />}
        <div className={classes.buttons}>
          <Button type="submit" disabled={!ready} loading={preview.isPending}>
            {t('form.preview')}
          </Button>
          <p className={classes.note}>{unbound ? t('faults.bound') : t('form.hint', { subject })}</p>
        </div>
      </form>
    </Panel>
  );
}
