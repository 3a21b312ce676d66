'use client';

import { IconX } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import { useSyncExternalStore } from 'react';
import { currentNotices, dismissNotice, type Notice, onNotices } from '@/lib/notify';
import classes from './toasts.module.css';

const NONE: readonly Notice[] = [];

/** The corner in which short messages appear; screen readers hear them. */
export function Toasts() {
  const t = useTranslations('common');
  const notices = useSyncExternalStore(onNotices, currentNotices, () => NONE);
  return (
    <div className={classes.corner} role="status" aria-live="polite">
      {notices.map(({ id, text }) => (
        <div key={id} className={classes.toast}>
          <span>{text}</span>
          <button type="button" aria-label={t('close')} onClick={() => dismissNotice(id)}>
            <IconX size={15} aria-hidden />
          </button>
        </div>
      ))}
    </div>
  );
}
