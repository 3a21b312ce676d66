'use client';

import { useTranslations } from 'next-intl';
import { ConfirmDialog } from '@/components/confirm-dialog';
import { notify } from '@/lib/notify';
import { type AccountChange, useUpdateAccount } from '../api';

interface ConfirmAccountChangeProps {
  change: AccountChange;
  onClose: () => void;
  /** Called after success, with the new one-time password if there is one. */
  onDone: (password: string | undefined) => void;
}

/** Says what a change to an account does before it is made: its sessions end. */
export function ConfirmAccountChange({ change, onClose, onDone }: ConfirmAccountChangeProps) {
  const t = useTranslations('settings.accounts');
  const roles = useTranslations('shell.roles');
  const update = useUpdateAccount();
  const { name, body } = change;
  const kind = body.resetPassword ? 'reset' : body.role ? 'changeRole' : body.disabled ? 'disable' : 'enable';
  const confirm = () =>
    update.mutate(change, {
      onSuccess: (account) => {
        notify(t('changed', { name }));
        onDone(account.oneTimePassword);
      },
    });
  return (
    <ConfirmDialog
      title={t(`confirm.${kind}.title`, { name })}
      confirmText={t(kind)}
      pending={update.isPending}
      error={update.error}
      onConfirm={confirm}
      onClose={onClose}
    >
      {t(`confirm.${kind}.text`, { name, role: body.role ? roles(body.role) : '' })}
    </ConfirmDialog>
  );
}
