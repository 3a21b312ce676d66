'use client';

import { Button, TextInput } from '@mantine/core';
import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import { Dialog } from './dialog';
import { ErrorBanner } from './states';

interface ConfirmDialogProps {
  title: string;
  /** What happens and to what. */
  children: ReactNode;
  confirmText: string;
  /** When given, this has to be typed first. */
  typed?: string;
  pending: boolean;
  error: unknown;
  onConfirm: () => void;
  onClose: () => void;
}

/** Asks before something that cannot be taken back. */
export function ConfirmDialog({
  title,
  children,
  confirmText,
  typed,
  pending,
  error,
  onConfirm,
  onClose,
}: ConfirmDialogProps) {
  const t = useTranslations('common');
  const [text, setText] = useState('');
  const ready = typed === undefined || text.trim() === typed;
  return (
    <Dialog title={title} onClose={onClose}>
      <form
        style={{ display: 'grid', gap: 12 }}
        onSubmit={(event) => {
          event.preventDefault();
          if (ready && !pending) onConfirm();
        }}
      >
        <div>{children}</div>
        {typed !== undefined && (
          <TextInput
            label={t('typeToConfirm', { text: typed })}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
            autoComplete="off"
            spellCheck={false}
            data-autofocus
          />
        )}
        {error ? <ErrorBanner error={error} /> : null}
        <div style={{ display: 'flex', justifyContent: 'flex-end', gap: 8 }}>
          <Button variant="default" onClick={onClose} data-autofocus={typed === undefined || undefined}>
            {t('cancel')}
          </Button>
          <Button type="submit" color="red.8" disabled={!ready} loading={pending}>
            {confirmText}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
