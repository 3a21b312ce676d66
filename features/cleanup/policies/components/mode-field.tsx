'use client';

import { useTranslations } from 'next-intl';
import { useId } from 'react';
import type { CleanupPolicy } from '@/contracts/cleanup-policies';
import { POLICY_MODES } from '../policy-form';
import classes from './policies.module.css';

interface ModeFieldProps {
  legend: string;
  mode: CleanupPolicy['mode'];
  /** Which explanation is given: of what happens each time, or of what happens now. */
  about: 'modeHints' | 'nowHints';
  onChange: (mode: CleanupPolicy['mode']) => void;
}

/** Chooses between a preview and deleting, and says what each does. */
export function ModeField({ legend, mode, about, onChange }: ModeFieldProps) {
  const t = useTranslations('cleanupPolicies');
  const id = useId();
  return (
    <fieldset className={classes.group}>
      <legend>{legend}</legend>
      {POLICY_MODES.map((known) => (
        <div key={known} className={classes.choice}>
          <input
            type="radio"
            id={`${id}-${known}`}
            name={id}
            value={known}
            checked={mode === known}
            aria-describedby={`${id}-${known}-hint`}
            onChange={() => onChange(known)}
            data-autofocus={mode === known || undefined}
          />
          <label htmlFor={`${id}-${known}`}>{t(`modes.${known}`)}</label>
          <small id={`${id}-${known}-hint`}>{t(`${about}.${known}`)}</small>
        </div>
      ))}
    </fieldset>
  );
}
