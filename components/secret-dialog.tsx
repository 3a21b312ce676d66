'use client';

import { Button } from '@mantine/core';
import { useTranslations } from 'next-intl';
import { CopyButton } from './copy-button';
import { Dialog } from './dialog';
import classes from './secret-dialog.module.css';

interface SecretDialogProps {
  title: string;
  /** What it is for and that it is shown once. */
  explanation: string;
  name: string;
  secret: string;
  onClose: () => void;
}

/** Shows a secret once. Closed only by its button, so that a stray click or key does not lose it. */
export function SecretDialog({ title, explanation, name, secret, onClose }: SecretDialogProps) {
  const t = useTranslations('common');
  return (
    <Dialog title={title}>
      <p className={classes.text}>{explanation}</p>
      <div className={classes.secret}>
        <code data-testid="secret">{secret}</code>
        <CopyButton text={secret} what={name} />
      </div>
      <div className={classes.end}>
        <Button onClick={onClose} data-autofocus>
          {t('keptIt')}
        </Button>
      </div>
    </Dialog>
  );
}
