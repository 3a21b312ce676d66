'use client';

import { Button, Checkbox, TextInput } from '@mantine/core';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { Panel } from '@/components/panel';
import { ErrorBanner } from '@/components/states';
import type { CleanupPolicy } from '@/contracts/cleanup-policies';
import { viewerZone } from '@/lib/date-time';
import { notify } from '@/lib/notify';
import cleanup from '../../components/cleanup.module.css';
import { useFaultText } from '../../components/fault-text';
import { RuleError, RuleFields, SubjectField } from '../../components/rule-fields';
import { policyHref } from '../../format';
import { ruleOfSubject } from '../../rule-form';
import { useSavePolicy } from '../api';
import {
  newPolicyForm,
  type PolicyFaultPlace,
  type PolicyForm,
  policyFaults,
  serverFaults,
  toPolicyBody,
  toPolicyForm,
} from '../policy-form';
import { ModeField } from './mode-field';
import classes from './policies.module.css';
import { ScheduleFields } from './schedule-fields';

type Errors = Partial<Record<PolicyFaultPlace, string>>;

/** Makes a policy or changes one. What was typed stays until it is saved. */
export function PolicyFields({ policy }: { policy: CleanupPolicy | null }) {
  const t = useTranslations('cleanupPolicies');
  const [opened] = useState(policy);
  const { form, set, errors, formRef, submit, save } = usePolicyForm(opened, policy);
  const changedMeanwhile = policy && policy.changedTime !== opened?.changedTime && !save.isPending && !save.isSuccess;
  return (
    <Panel title={t(policy ? 'form.change' : 'form.make')}>
      <form ref={formRef} onSubmit={submit} className={cleanup.stack}>
        {changedMeanwhile && <p role="alert">{t('form.meanwhile', { by: policy.changedBy })}</p>}
        <TextInput
          label={t('form.name')}
          value={form.name}
          error={errors.name}
          maxLength={100}
          autoComplete="off"
          maw={420}
          onChange={({ currentTarget }) => set({ name: currentTarget.value })}
          autoFocus={!policy}
        />
        <RuleGroup form={form} errors={errors} set={set} />
        <ScheduleFields
          schedule={form.schedule}
          timeZone={form.timeZone}
          errors={errors}
          onChange={(change) => set((old) => ({ schedule: { ...old.schedule, ...change } }))}
          onTimeZone={(timeZone) => set({ timeZone })}
        />
        <ModeField legend={t('form.mode')} mode={form.mode} about="modeHints" onChange={(mode) => set({ mode })} />
        <Checkbox
          label={t('form.enabled')}
          description={t('form.enabledHint')}
          styles={{ description: { fontSize: 12 } }}
          checked={form.enabled}
          onChange={({ currentTarget }) => set({ enabled: currentTarget.checked })}
        />
        {save.error && <ErrorBanner error={save.error} />}
        <div className={cleanup.buttons}>
          <Button type="submit" loading={save.isPending}>
            {t(policy ? 'form.save' : 'form.create')}
          </Button>
          <Button component={Link} href={policy ? policyHref(policy) : '/cleanup/policies'} variant="default">
            {t('form.cancel')}
          </Button>
        </div>
      </form>
    </Panel>
  );
}

type Change = Partial<PolicyForm> | ((old: PolicyForm) => Partial<PolicyForm>);

function RuleGroup({ form, errors, set }: { form: PolicyForm; errors: Errors; set: (change: Change) => void }) {
  const t = useTranslations('cleanupPolicies.form');
  return (
    <fieldset className={classes.group}>
      <legend>{t('rule')}</legend>
      <div className={cleanup.form}>
        <SubjectField
          subject={form.subject}
          error={errors.subject}
          onChange={(subject) => set((old) => ({ subject, rule: ruleOfSubject(old.rule, subject) }))}
        />
        <RuleFields
          subject={form.subject}
          rule={form.rule}
          errors={errors}
          onChange={(change) => set((old) => ({ rule: { ...old.rule, ...change } }))}
        />
      </div>
      <RuleError error={errors.rule} />
    </fieldset>
  );
}

/** The part of the form to which a place belongs that can be at fault. */
function partOf(place: string): keyof PolicyForm {
  const parts = ['name', 'subject', 'schedule', 'timeZone', 'mode'] as const;
  return parts.find((part) => part === place) ?? 'rule';
}

/**
 * State of the form: its fields, what is wrong with them since somebody tried to save, and saving.
 * @param policy as it was opened
 * @param latest as it is now
 */
function usePolicyForm(policy: CleanupPolicy | null, latest: CleanupPolicy | null) {
  const t = useTranslations('cleanup.faults');
  const policies = useTranslations('cleanupPolicies');
  const faultText = useFaultText();
  const router = useRouter();
  const save = useSavePolicy();
  const [form, setForm] = useState<PolicyForm>(() => (policy ? toPolicyForm(policy) : newPolicyForm(viewerZone())));
  const [refusals, setRefusals] = useState(0);
  const [refused, setRefused] = useState<PolicyForm | null>(null);
  const formRef = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (refusals > 0 || save.error) formRef.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [refusals, save.error]);
  const faults = policyFaults(form);
  const own = refusals > 0 ? Object.entries(faults).map(([place, fault]) => [place, t(fault)]) : [];
  // What the server found holds until somebody changes it.
  const told = Object.entries(serverFaults(save.error))
    .filter(([place]) => refused?.[partOf(place)] === form[partOf(place)])
    .map(([place, message]) => [place, faultText(message)]);
  const errors: Errors = Object.fromEntries([...told, ...own]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const body = toPolicyBody(form, policy);
    if (save.isPending) return;
    if (!body || Object.keys(faults).length > 0) return setRefusals((count) => count + 1);
    save.mutate(
      // What somebody else has saved meanwhile is replaced only once it was told here.
      { policy: latest, body },
      {
        onError: () => setRefused(form),
        onSuccess: (saved) => {
          notify(policies('saved', { name: saved.name }));
          router.push(policyHref(saved));
        },
      },
    );
  };
  const set = (change: Change) =>
    setForm((old) => ({ ...old, ...(typeof change === 'function' ? change(old) : change) }));
  return { form, set, errors, formRef, submit, save };
}
