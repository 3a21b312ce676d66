'use client';

import { IconX } from '@tabler/icons-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useSyncExternalStore } from 'react';
import { currentNotices, dismissNotice, type Notice, type NoticeAction, onNotices } from '@/lib/notify';
import classes from './toasts.module.css';

const NONE: readonly Notice[] = [];

/** The corner in which short messages appear; screen readers hear them. */
export function Toasts() {
  const t = useTranslations('common');
  const notices = useSyncExternalStore(onNotices, currentNotices, () => NONE);
  return (
    <div className={classes.corner} role="status" aria-live="polite">
      {notices.map(({ id, text, action }) => (
        <div key={id} className={classes.toast}>
          <span>{text}</span>
          {action && <Offer action={action} onTaken={() => dismissNotice(id)} />}
          <button type="button" className={classes.close} aria-label={t('close')} onClick={() => dismissNotice(id)}>
            <IconX size={15} aria-hidden />
          </button>
        </div>
      ))}
    </div>
  );
}

/** What a message offers; taken once, the message goes. */
function Offer({ action, onTaken }: { action: NoticeAction; onTaken: () => void }) {
  if ('href' in action)
    return (
      <Link href={action.href} className={classes.offer} onClick={onTaken}>
        {action.label}
      </Link>
    );
  const take = () => {
    onTaken();
    action.run();
  };
  return (
    <button type="button" className={classes.offer} onClick={take}>
      {action.label}
    </button>
  );
}
