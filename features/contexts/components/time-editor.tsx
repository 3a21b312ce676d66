'use client';

import { NativeSelect } from '@mantine/core';
import { useTranslations } from 'next-intl';
import { AbsoluteRange } from '@/components/data-table/absolute-range';
import classes from '@/components/data-table/ranges.module.css';
import { formatLocalTime, formatUtcTime } from '@/lib/date-time';
import { useHydrated } from '@/lib/use-hydrated';
import {
  type ContextListChange,
  type ContextListState,
  type ContextRange,
  daysOf,
  isSet,
  RANGES,
  TIME_FIELDS,
} from '../search-params';

/** A range that moves with the clock, in words. */
function useRangeName(): (range: ContextRange) => string {
  const t = useTranslations('contexts.ranges');
  return (range) => {
    const { days, side } = daysOf(range);
    return t(side, { days });
  };
}

/** The chosen time and its bounds in words; empty when nothing is chosen. */
export function useTimeText(state: ContextListState): string {
  const t = useTranslations('contexts');
  const rangeName = useRangeName();
  // The server does not know the viewer's zone.
  const format = useHydrated() ? formatLocalTime : formatUtcTime;
  if (!isSet(state, 'time')) return '';
  const text = (date: Date | null) => (date ? format(date.toISOString()) : '…');
  const bounds = state.range ? rangeName(state.range) : `${text(state.from)} – ${text(state.to)}`;
  return `${t(`timeFields.${state.timeField}`)} ${bounds}`;
}

interface TimeEditorProps {
  state: ContextListState;
  onChange: (change: ContextListChange) => void;
  onDone: () => void;
}

/** Chooses which time counts and its bounds: an age, or two instants in the viewer's zone. */
export function TimeEditor({ state, onChange, onDone }: TimeEditorProps) {
  const t = useTranslations('contexts');
  const rangeName = useRangeName();
  const field = { timeField: state.timeField, sort: state.timeField, cursor: null };
  return (
    <>
      <NativeSelect
        label={t('timeField')}
        value={state.timeField}
        data={TIME_FIELDS.map((value) => ({ value, label: t(`timeFields.${value}`) }))}
        onChange={(event) => {
          const chosen = TIME_FIELDS.find((name) => name === event.currentTarget.value) ?? 'accessTime';
          onChange({ timeField: chosen, sort: chosen, cursor: null });
        }}
        data-autofocus
      />
      <fieldset className={classes.ranges}>
        <legend className="er-visually-hidden">{t('ages')}</legend>
        {RANGES.map((range) => (
          <button
            key={range}
            type="button"
            aria-pressed={state.range === range}
            onClick={() => {
              onChange({ ...field, range, from: null, to: null });
              onDone();
            }}
          >
            {rangeName(range)}
          </button>
        ))}
      </fieldset>
      <AbsoluteRange
        key={`${state.from?.getTime()} ${state.to?.getTime()}`}
        from={state.from}
        to={state.to}
        onApply={(from, to) => {
          onChange({ ...field, range: null, from, to });
          onDone();
        }}
      />
    </>
  );
}
