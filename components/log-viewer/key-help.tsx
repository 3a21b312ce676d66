'use client';

import { useTranslations } from 'next-intl';
import { Dialog } from '@/components/dialog';
import { KeyList } from '@/components/key-list';
import classes from './key-help.module.css';

const KEYS = [
  { keys: ['g'], does: 'start' },
  { keys: ['G'], does: 'end' },
  { keys: ['↑', '↓', 'PgUp', 'PgDn'], does: 'scroll' },
  { keys: ['/', 'Ctrl F'], does: 'search' },
  { keys: ['n', 'N'], does: 'hits' },
  { keys: [':'], does: 'jump' },
  { keys: ['f'], does: 'follow' },
  { keys: ['w'], does: 'wrap' },
  { keys: ['Ctrl A'], does: 'all' },
  { keys: ['Ctrl C'], does: 'copy' },
  { keys: ['Esc'], does: 'clear' },
  { keys: ['?'], does: 'help' },
] as const;

/** Which keys do what in a log. */
export function KeyHelp({ onClose }: { onClose: () => void }) {
  const t = useTranslations('logViewer');
  return (
    <Dialog title={t('keyboardHelp')} onClose={onClose}>
      <KeyList entries={KEYS.map(({ keys, does }) => ({ keys, text: t(`keys.${does}`) }))} />
      <p className={classes.note}>{t('selectHint')}</p>
    </Dialog>
  );
}
