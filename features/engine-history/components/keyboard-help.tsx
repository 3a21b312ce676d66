'use client';

import { useTranslations } from 'next-intl';
import { Dialog } from '@/components/dialog';
import { KeyList } from '@/components/key-list';

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
      <KeyList entries={KEYS.map(({ keys, does }) => ({ keys, text: t(`keys.${does}`) }))} />
    </Dialog>
  );
}
