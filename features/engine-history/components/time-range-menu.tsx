'use client';

import { Button, NativeSelect, Popover } from '@mantine/core';
import { IconCalendarTime, IconChevronDown } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { AbsoluteRange } from '@/components/data-table/absolute-range';
import classes from '@/components/data-table/ranges.module.css';
import { formatLocalTime, formatUtcTime } from '@/lib/date-time';
import { useHydrated } from '@/lib/use-hydrated';
import { FIRST_PAGE, type ListState, TIME_FIELDS } from '../search-params';
import { RELATIVE_RANGES, type RelativeRange } from '../time-range';

/** Changes to the list's state. */
export type ListChange = Partial<{ [Name in keyof ListState]: ListState[Name] | null }>;

interface TimeRangeMenuProps {
  state: ListState;
  onChange: (change: ListChange) => void;
}

/** Chooses which time counts and its bounds: relative to now, or two instants in the viewer's zone. */
export function TimeRangeMenu({ state, onChange }: TimeRangeMenuProps) {
  const t = useTranslations('engineHistory');
  const [opened, setOpened] = useState(false);
  const summary = useRangeText(state);
  const choose = (range: RelativeRange | null) => {
    onChange({ range, from: null, to: null, ...FIRST_PAGE });
    setOpened(false);
  };
  const absolute = state.from !== null || state.to !== null;
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-start" trapFocus shadow="md" width={330}>
      <Popover.Target>
        <Button
          variant="default"
          leftSection={<IconCalendarTime size={15} aria-hidden />}
          rightSection={<IconChevronDown size={13} aria-hidden />}
          onClick={() => setOpened(!opened)}
        >
          {t(`timeFields.${state.timeField}`)}: {summary}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('timeRange')}>
        <NativeSelect
          label={t('timeField')}
          value={state.timeField}
          data={TIME_FIELDS.map((field) => ({ value: field, label: t(`timeFields.${field}`) }))}
          onChange={(event) => {
            const field = TIME_FIELDS.find((name) => name === event.currentTarget.value) ?? null;
            onChange({ timeField: field, sort: field, ...FIRST_PAGE });
          }}
        />
        <fieldset className={classes.ranges}>
          <legend className="er-visually-hidden">{t('relativeRanges')}</legend>
          {RELATIVE_RANGES.map((range) => (
            <button key={range} type="button" aria-pressed={state.range === range} onClick={() => choose(range)}>
              {t(`ranges.${range}`)}
            </button>
          ))}
          <button type="button" aria-pressed={!state.range && !absolute} onClick={() => choose(null)}>
            {t('ranges.all')}
          </button>
        </fieldset>
        <AbsoluteRange
          key={`${state.from?.getTime()} ${state.to?.getTime()}`}
          from={state.from}
          to={state.to}
          onApply={(from, to) => {
            onChange({ range: null, from, to, ...FIRST_PAGE });
            setOpened(false);
          }}
        />
      </Popover.Dropdown>
    </Popover>
  );
}

/** The chosen range in words. */
export function useRangeText(state: ListState): string {
  const t = useTranslations('engineHistory');
  // The server does not know the viewer's zone.
  const format = useHydrated() ? formatLocalTime : formatUtcTime;
  if (state.range) return t(`ranges.${state.range}`);
  if (!state.from && !state.to) return t('ranges.all');
  const text = (date: Date | null) => (date ? format(date.toISOString()) : '…');
  return `${text(state.from)} – ${text(state.to)}`;
}
