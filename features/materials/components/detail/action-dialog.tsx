'use client';

import { Button } from '@mantine/core';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { Dialog } from '@/components/dialog';
import { ErrorBanner } from '@/components/states';
import classes from './detail.module.css';

interface ActionDialogProps {
  title: string;
  children: ReactNode;
  confirmText: string;
  /** False while it cannot be done. */
  ready?: boolean;
  pending: boolean;
  error: unknown;
  onConfirm: () => void;
  onClose: () => void;
}

/** Asks before something that can be taken back: one click confirms. */
export function ActionDialog(props: ActionDialogProps) {
  const t = useTranslations('common');
  const { ready = true, pending, error } = props;
  return (
    <Dialog title={props.title} onClose={props.onClose}>
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (ready && !pending) props.onConfirm();
        }}
      >
        {props.children}
        {error ? <ErrorBanner error={error} /> : null}
        <div className={classes.formEnd}>
          <Button variant="default" onClick={props.onClose}>
            {t('cancel')}
          </Button>
          <Button type="submit" disabled={!ready} loading={pending}>
            {props.confirmText}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
