'use client';

import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import classes from './copy-button.module.css';

/** Copies a text; `what` names it for screen readers and on hover (`ticket 6d48068a`). */
export function CopyButton({ text, what }: { text: string; what: string }) {
  const t = useTranslations('common');
  const [outcome, setOutcome] = useState<'copied' | 'copyFailed' | null>(null);
  useEffect(() => {
    if (!outcome) return;
    const timer = setTimeout(() => setOutcome(null), 1500);
    return () => clearTimeout(timer);
  }, [outcome]);
  const name = t('copy', { what });
  const Icon = outcome === 'copied' ? IconCheck : IconCopy;
  const copy = async () => setOutcome((await copyText(text)) ? 'copied' : 'copyFailed');
  return (
    <button
      type="button"
      className={classes.button}
      aria-label={name}
      title={outcome ? t(outcome) : name}
      onClick={copy}
    >
      <Icon size={14} aria-hidden />
      {/* A region per button would be hundreds on a list; an alert is read out even when it has just been added. */}
      {outcome && (
        <span role="alert" className="er-visually-hidden">
          {t(outcome)}
        </span>
      )}
    </button>
  );
}

/**
 * Puts a text into the clipboard; false when the browser refuses.
 * The clipboard interface exists only on secure origins; consoles are often reached over plain HTTP by address.
 */
export async function copyText(text: string): Promise<boolean> {
  try {
    if (navigator.clipboard) {
      await navigator.clipboard.writeText(text);
      return true;
    }
    const field = document.createElement('textarea');
    field.value = text;
    field.style.position = 'fixed';
    document.body.append(field);
    field.select();
    const done = document.execCommand('copy');
    field.remove();
    return done;
  } catch {
    return false;
  }
}
