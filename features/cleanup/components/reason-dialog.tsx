'use client';

import { Button, TextInput } from '@mantine/core';
import { useTranslations } from 'next-intl';
import { type FormEvent, useState } from 'react';
import { Dialog } from '@/components/dialog';
import { ErrorBanner } from '@/components/states';
import classes from './cleanup.module.css';

interface ReasonDialogProps {
  title: string;
  /** What happens and to what. */
  text: string;
  confirmText: string;
  /** When given, this has to be typed first. */
  typed?: string;
  /** Also asks for whose part it is. */
  asksUser?: boolean;
  pending: boolean;
  error: unknown;
  onConfirm: (given: { reason: string; user?: string }) => void;
  onClose: () => void;
}

const SHORTEST_REASON = 3;

/** Asks why, before something begins that others will want to understand later. */
export function ReasonDialog(props: ReasonDialogProps) {
  const { title, text, confirmText, typed, asksUser = false, pending, error, onConfirm, onClose } = props;
  const t = useTranslations('cleanup');
  const common = useTranslations('common');
  const [reason, setReason] = useState('');
  const [user, setUser] = useState('');
  const [repeated, setRepeated] = useState('');
  const ready = reason.trim().length >= SHORTEST_REASON && (typed === undefined || repeated.trim() === typed);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (ready && !pending) onConfirm({ reason: reason.trim(), ...(user.trim() && { user: user.trim() }) });
  };
  return (
    <Dialog title={title} onClose={onClose}>
      <form style={{ display: 'grid', gap: 12 }} onSubmit={submit}>
        <div>{text}</div>
        <TextInput
          label={t('reason')}
          description={t('reasonHint')}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
          maxLength={2000}
          data-autofocus
        />
        {asksUser && (
          <TextInput
            label={t('undo.user')}
            description={t('undo.userHint')}
            value={user}
            onChange={(event) => setUser(event.currentTarget.value)}
            maxLength={128}
          />
        )}
        {typed !== undefined && (
          <TextInput
            label={common('typeToConfirm', { text: typed })}
            value={repeated}
            onChange={(event) => setRepeated(event.currentTarget.value)}
          />
        )}
        {error != null && <ErrorBanner error={error} />}
        <div className={classes.buttons}>
          <Button type="submit" color={typed === undefined ? undefined : 'red.8'} disabled={!ready} loading={pending}>
            {confirmText}
          </Button>
          <Button variant="default" onClick={onClose}>
            {common('cancel')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
