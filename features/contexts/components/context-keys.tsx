'use client';

import { useTranslations } from 'next-intl';
import { Dialog } from '@/components/dialog';
import { KeyList } from '@/components/key-list';

const KEYS = [
  { keys: ['/'], does: 'search' },
  { keys: ['j', 'k'], does: 'move' },
  { keys: ['Enter'], does: 'open' },
  { keys: ['o'], does: 'peek' },
  { keys: ['Esc'], does: 'close' },
  { keys: ['?'], does: 'help' },
] as const;

/** Which keys do what on the list of contexts. */
export function ContextKeys({ onClose }: { onClose: () => void }) {
  const t = useTranslations('contexts');
  return (
    <Dialog title={t('keyboardHelp')} onClose={onClose}>
      <KeyList entries={KEYS.map(({ keys, does }) => ({ keys, text: t(`keys.${does}`) }))} />
    </Dialog>
  );
}
