import { Button } from '@mantine/core';
import { useTranslations } from 'next-intl';
import { useRef } from 'react';
import { ApiProblem } from '@/lib/api-client';
import { uploads } from '../../upload/browser-uploads';
import { FileUnreadable } from '../../upload/send-file';
import { isSending, type Upload } from '../../upload/upload';
import classes from './dialog.module.css';

/** What can be done to an upload where it is now. */
export function UploadActions({ upload }: { upload: Upload }) {
  const t = useTranslations('materialUpload');
  const { key, phase, fileName } = upload;
  const isOver = phase === 'published' || phase === 'ended';
  const first = firstAction(upload);
  const giveUp = isOver ? 'dismiss' : isSending(upload) || phase === 'paused' ? 'cancelUpload' : 'discard';
  return (
    <span className={classes.actions}>
      {phase === 'orphaned' && !isComplete(upload) && <PickAgain upload={upload} />}
      {first && (
        <Button
          size="compact-sm"
          variant="default"
          aria-label={t('ofFile', { action: t(first), fileName })}
          onClick={() => (first === 'pause' ? uploads.pause(key) : uploads.resume(key))}
        >
          {t(first)}
        </Button>
      )}
      <Button
        size="compact-sm"
        variant="default"
        aria-label={t('ofFile', { action: t(giveUp), fileName })}
        onClick={(event) => {
          // The button goes with its upload; the keyboard stays in the dialog.
          event.currentTarget.closest('dialog')?.querySelector<HTMLElement>('[data-autofocus]')?.focus();
          void uploads.discard(key);
        }}
      >
        {t(giveUp)}
      </Button>
    </span>
  );
}

const isComplete = ({ sentBytes, sizeBytes }: Upload) => sentBytes === sizeBytes;

function firstAction(upload: Upload): 'pause' | 'resume' | 'retry' | 'retryNow' | 'inspect' | null {
  const { phase } = upload;
  if (phase === 'queued' || phase === 'sending') return 'pause';
  if (phase === 'paused') return 'resume';
  if (phase === 'waiting') return 'retryNow';
  if (phase === 'failed') return 'retry';
  if (phase === 'orphaned' && isComplete(upload)) return 'inspect';
  return phase === 'stopped' && mayWorkLater(upload.error) ? 'retry' : null;
}

/** Not when the file itself is the fault: the same would be refused again. */
function mayWorkLater(error: unknown): boolean {
  if (error instanceof FileUnreadable) return false;
  return !(error instanceof ApiProblem) || ![400, 403, 404, 413].includes(error.status);
}

function PickAgain({ upload }: { upload: Upload }) {
  const t = useTranslations('materialUpload');
  const input = useRef<HTMLInputElement>(null);
  const action = t('ofFile', { action: t('pickAgain'), fileName: upload.fileName });
  return (
    <>
      <input
        ref={input}
        type="file"
        accept=".zip"
        hidden
        aria-label={action}
        onChange={(event) => {
          const file = event.currentTarget.files?.[0];
          // The same file picked again is a change, too.
          event.currentTarget.value = '';
          if (file) uploads.continueWith(upload.key, file);
        }}
      />
      <Button size="compact-sm" aria-label={action} onClick={() => input.current?.click()}>
        {t('pickAgain')}
      </Button>
    </>
  );
}
