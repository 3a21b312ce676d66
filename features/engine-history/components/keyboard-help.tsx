'use client';

import { useTranslations } from 'next-intl';
import { Dialog } from '@/components/dialog';
import classes from './engine-history.module.css';

const KEYS = [
  { keys: ['/'], does: 'focusFilter' },
  { keys: ['j', 'k'], does: 'move' },
  { keys: ['Enter'], does: 'open' },
  { keys: ['o'], does: 'peek' },
  { keys: ['Esc'], does: 'close' },
  { keys: ['Ctrl', 'K'], does: 'palette' },
  { keys: ['?'], does: 'help' },
] as const;

/** Which keys do what. */
export function KeyboardHelp({ onClose }: { onClose: () => void }) {
  const t = useTranslations('engineHistory');

  return (
    <Dialog title={t('keyboardHelp')} onClose={onClose}>
      <dl className={classes.keys}>
        {KEYS.map(({ keys, does }) => (
          <div key={does} style={{ display: 'contents' }}>
            <dt>
              {keys.map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{t(`keys.${does}`)}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
