'use client';

import { Checkbox, NativeSelect, TextInput } from '@mantine/core';
import { useLocale, useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { viewerZone } from '@/lib/date-time';
import cleanup from '../../components/cleanup.module.css';
import { SCHEDULE_KINDS, type ScheduleForm, scheduleFault, timeZones, toCron, WEEKDAYS } from '../schedule';
import classes from './policies.module.css';
import { useScheduleText, weekdayName } from './schedule-text';

interface ScheduleFieldsProps {
  schedule: ScheduleForm;
  timeZone: string;
  errors: { schedule?: string; timeZone?: string };
  onChange: (change: Partial<ScheduleForm>) => void;
  onTimeZone: (timeZone: string) => void;
}

/** When a policy runs: every day, week or month, or by an expression of one's own, on the clocks of a time zone. */
export function ScheduleFields({ schedule, timeZone, errors, onChange, onTimeZone }: ScheduleFieldsProps) {
  const t = useTranslations('cleanupPolicies.form');
  const scheduleText = useScheduleText();
  const zones = useMemo(() => timeZones(viewerZone(), timeZone), [timeZone]);
  const { kind } = schedule;
  // Another kind begins with what this one says, so that an expression can be written on from it.
  const choose = (next: ScheduleForm['kind']) =>
    onChange({ kind: next, ...(next === 'custom' && !scheduleFault(schedule) && { cron: toCron(schedule) }) });
  return (
    <fieldset className={classes.group}>
      <legend>{t('schedule')}</legend>
      <div className={cleanup.form}>
        <NativeSelect
          label={t('kind')}
          value={kind}
          data={SCHEDULE_KINDS.map((value) => ({ value, label: t(`kinds.${value}`) }))}
          onChange={({ currentTarget }) =>
            choose(SCHEDULE_KINDS.find((known) => known === currentTarget.value) ?? kind)
          }
        />
        {kind === 'monthly' && (
          <NativeSelect
            label={t('day')}
            description={schedule.day > 28 ? t('dayHint') : undefined}
            inputWrapperOrder={['label', 'input', 'description', 'error']}
            value={String(schedule.day)}
            data={DAYS}
            onChange={({ currentTarget }) => onChange({ day: Number(currentTarget.value) })}
          />
        )}
        <Moment schedule={schedule} error={errors.schedule} onChange={onChange} />
        <NativeSelect
          label={t('timeZone')}
          value={timeZone}
          error={errors.timeZone}
          data={zones}
          onChange={({ currentTarget }) => onTimeZone(currentTarget.value)}
        />
      </div>
      {kind === 'weekly' && <Weekdays chosen={schedule.weekdays} error={errors.schedule} onChange={onChange} />}
      {kind !== 'custom' && !scheduleFault(schedule) && (
        <p className={cleanup.note}>
          {t('meaning', { schedule: scheduleText(toCron(schedule)), timeZone })}{' '}
          <span className="er-mono">{toCron(schedule)}</span>
        </p>
      )}
    </fieldset>
  );
}

const DAYS = Array.from({ length: 31 }, (_, index) => String(index + 1));

interface PartProps {
  error: string | undefined;
  onChange: (change: Partial<ScheduleForm>) => void;
}

/** The time of day, or the expression that says all. */
function Moment({ schedule, error, onChange }: PartProps & { schedule: ScheduleForm }) {
  const t = useTranslations('cleanupPolicies.form');
  if (schedule.kind === 'custom')
    return (
      <TextInput
        label={t('cron')}
        description={t('cronHint')}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        value={schedule.cron}
        error={error}
        maxLength={100}
        autoComplete="off"
        spellCheck={false}
        classNames={{ input: 'er-mono' }}
        onChange={({ currentTarget }) => onChange({ cron: currentTarget.value })}
      />
    );
  return (
    <TextInput
      label={t('time')}
      type="time"
      value={schedule.time}
      // Weekdays show what is wrong with them at themselves.
      error={schedule.kind === 'weekly' && schedule.weekdays.length === 0 ? undefined : error}
      onChange={({ currentTarget }) => onChange({ time: currentTarget.value })}
    />
  );
}

function Weekdays({ chosen, error, onChange }: PartProps & { chosen: readonly number[] }) {
  const t = useTranslations('cleanupPolicies.form');
  const locale = useLocale();
  const change = (weekday: number, checked: boolean) =>
    onChange({ weekdays: checked ? [...chosen, weekday] : chosen.filter((other) => other !== weekday) });
  return (
    <fieldset className={classes.weekdays}>
      <legend>{t('weekdays')}</legend>
      {WEEKDAYS.map((weekday) => (
        <Checkbox
          key={weekday}
          label={weekdayName(weekday, locale)}
          checked={chosen.includes(weekday)}
          onChange={({ currentTarget }) => change(weekday, currentTarget.checked)}
          aria-invalid={chosen.length === 0 && error ? true : undefined}
        />
      ))}
      {chosen.length === 0 && error && (
        <p role="alert" className={cleanup.fault}>
          {error}
        </p>
      )}
    </fieldset>
  );
}
