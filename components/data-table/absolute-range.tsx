'use client';

import { Button } from '@mantine/core';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { fromLocalInput, toLocalInput, viewerZone, zoneOffset } from '@/lib/date-time';
import classes from './ranges.module.css';

interface AbsoluteRangeProps {
  from: Date | null;
  to: Date | null;
  onApply: (from: Date | null, to: Date | null) => void;
}

/** Two instants in the viewer's zone; either may be left out. */
export function AbsoluteRange(props: AbsoluteRangeProps) {
  const { onApply } = props;
  const t = useTranslations('table');
  const [from, setFrom] = useState(toLocalInput(props.from?.toISOString() ?? null));
  const [to, setTo] = useState(toLocalInput(props.to?.toISOString() ?? null));
  const start = fromLocalInput(from);
  const end = fromLocalInput(to);
  const backwards = start !== null && end !== null && start >= end;
  return (
    <form
      className={classes.absolute}
      onSubmit={(event) => {
        event.preventDefault();
        if (!backwards) onApply(start ? new Date(start) : null, end ? new Date(end) : null);
      }}
    >
      <label>
        {t('from')}
        <input type="datetime-local" step={1} value={from} onChange={(event) => setFrom(event.currentTarget.value)} />
      </label>
      <label>
        {t('to')}
        <input type="datetime-local" step={1} value={to} onChange={(event) => setTo(event.currentTarget.value)} />
      </label>
      {backwards && (
        <p className={classes.fault} role="alert">
          {t('rangeBackwards')}
        </p>
      )}
      <div className={classes.absoluteEnd}>
        <span className="er-dim">{t('zone', { zone: viewerZone(), offset: zoneOffset(new Date()) })}</span>
        <Button type="submit" disabled={backwards}>
          {t('apply')}
        </Button>
      </div>
    </form>
  );
}
