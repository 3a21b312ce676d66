'use client';

import { Button, Checkbox, NativeSelect, TextInput } from '@mantine/core';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { CLEANUP_SUBJECTS, type CleanupSubject } from '@/contracts/cleanup-subjects';
import {
  RULE_BOUNDS,
  RULE_EXCEPTIONS,
  RULE_NAMES,
  RULE_STATUSES,
  RULE_TIMES,
  type RuleFaultPlace,
  type RuleForm,
} from '../rule-form';
import classes from './cleanup.module.css';

interface SubjectFieldProps {
  subject: CleanupSubject;
  error?: string;
  onChange: (subject: CleanupSubject) => void;
}

/** Chooses what a cleanup is about. */
export function SubjectField({ subject, error, onChange }: SubjectFieldProps) {
  const t = useTranslations('cleanup');
  return (
    <NativeSelect
      label={t('form.subject')}
      value={subject}
      error={error}
      data={CLEANUP_SUBJECTS.map((value) => ({ value, label: t(`subjects.${value}`) }))}
      onChange={({ currentTarget }) =>
        onChange(CLEANUP_SUBJECTS.find((known) => known === currentTarget.value) ?? subject)
      }
    />
  );
}

interface RuleFieldsProps {
  subject: CleanupSubject;
  rule: RuleForm;
  /** What is wrong with a field, in words. */
  errors?: Partial<Record<RuleFaultPlace, string>>;
  onChange: (change: Partial<RuleForm>) => void;
}

/** The fields of a rule: how old, whose, of which applications, which ones. */
export function RuleFields(props: RuleFieldsProps) {
  const t = useTranslations('cleanup');
  const { subject, rule, errors = {}, onChange } = props;
  return (
    <>
      <NativeSelect
        label={t('form.time')}
        value={rule.time}
        error={errors.time}
        data={RULE_TIMES[subject].map((value) => ({ value, label: t(`times.${value}`) }))}
        onChange={({ currentTarget }) =>
          onChange({ time: RULE_TIMES[subject].find((time) => time === currentTarget.value) ?? rule.time })
        }
      />
      <NativeSelect
        label={t('form.bound')}
        value={rule.bound}
        data={RULE_BOUNDS.map((value) => ({ value, label: t(`form.bounds.${value}`) }))}
        onChange={({ currentTarget }) =>
          onChange({ bound: RULE_BOUNDS.find((bound) => bound === currentTarget.value) ?? rule.bound })
        }
      />
      <BoundFields {...props} errors={errors} />
      {RULE_NAMES.map((name) => (
        <TextInput
          key={name}
          label={name === 'users' ? t('form.users') : t(`form.${name}`, { subject })}
          placeholder={t(name === 'ids' ? 'form.idsHint' : 'form.namesHint')}
          value={rule[name]}
          error={errors[name]}
          autoComplete="off"
          onChange={({ currentTarget }) => onChange({ [name]: currentTarget.value })}
        />
      ))}
      {subject === 'engineRecords' && <StatusFields {...props} errors={errors} />}
      <ExceptionFields {...props} errors={errors} />
    </>
  );
}

/** What stays although it fits; out of the way until somebody wants it. */
function ExceptionFields({ subject, rule, errors = {}, onChange }: RuleFieldsProps) {
  const t = useTranslations('cleanup');
  const [asked, setAsked] = useState(false);
  if (!asked && RULE_EXCEPTIONS.every((name) => rule[name] === '' && !errors[name]))
    return (
      <div className={classes.wide}>
        <Button variant="subtle" size="compact-xs" onClick={() => setAsked(true)}>
          {t('form.except')}
        </Button>
      </div>
    );
  return RULE_EXCEPTIONS.map((name, index) => (
    <TextInput
      key={name}
      label={t(`form.${name}`, { subject })}
      placeholder={t(name === 'exceptIds' ? 'form.exceptIdsHint' : 'form.exceptHint')}
      value={rule[name]}
      error={errors[name]}
      autoComplete="off"
      // Who has just asked for the fields goes on in the first of them.
      autoFocus={asked && index === 0}
      onChange={({ currentTarget }) => onChange({ [name]: currentTarget.value })}
    />
  ));
}

/** Which statuses of engines; none of them means those that have ended. */
function StatusFields({ rule, errors = {}, onChange }: Omit<RuleFieldsProps, 'subject'>) {
  const t = useTranslations('cleanup');
  return (
    <Checkbox.Group
      className={classes.wide}
      label={t('form.statuses')}
      description={t('form.statusesHint')}
      value={[...rule.statuses]}
      error={errors.statuses}
      onChange={(chosen) => onChange({ statuses: RULE_STATUSES.filter((status) => chosen.includes(status)) })}
    >
      <div className={classes.choices}>
        {RULE_STATUSES.map((value) => (
          <Checkbox key={value} size="xs" value={value} label={value === 'none' ? t('form.noStatus') : value} />
        ))}
      </div>
    </Checkbox.Group>
  );
}

function BoundFields({ rule, errors = {}, onChange }: Omit<RuleFieldsProps, 'subject'>) {
  const t = useTranslations('cleanup');
  if (rule.bound === 'age')
    return (
      <TextInput
        label={t('form.days')}
        type="number"
        min={0}
        step="any"
        value={rule.days}
        error={errors.days}
        onChange={({ currentTarget }) => onChange({ days: currentTarget.value })}
      />
    );
  return (
    <>
      {(['from', 'to'] as const).map((name) => (
        <TextInput
          key={name}
          label={t(`form.${name}`)}
          type="datetime-local"
          step={1}
          value={rule[name]}
          error={errors[name]}
          onChange={({ currentTarget }) => onChange({ [name]: currentTarget.value })}
        />
      ))}
    </>
  );
}

/** What is wrong with a rule as a whole, below its fields. */
export function RuleError({ error }: { error: string | undefined }) {
  return error ? (
    <p role="alert" className={classes.fault}>
      {error}
    </p>
  ) : null;
}
