import { Button } from '@mantine/core';
import { IconUpload } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import { isSending, type Upload } from '../../upload/upload';
import { ProgressBar } from './progress-bar';
import classes from './surface.module.css';

/** A line in the corner about the uploads, while the dialog is closed. Without uploads there is none. */
export function UploadTray({ uploads, onOpen }: { uploads: readonly Upload[]; onOpen: () => void }) {
  const t = useTranslations('materialUpload');
  const current = uploads.filter(({ phase }) => phase !== 'ended');
  const sending = current.filter((upload) => isSending(upload) || upload.phase === 'inspecting');
  if (current.length === 0) return null;
  const total = sending.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  const part = total === 0 ? 0 : Math.floor((sending.reduce((sum, { sentBytes }) => sum + sentBytes, 0) / total) * 100);
  return (
    <section className={classes.tray} aria-label={t('trayLabel')}>
      <IconUpload size={16} aria-hidden />
      <div className={classes.trayText}>
        <TrayLines uploads={current} sending={sending.length} part={part} />
        {sending.length > 0 && <ProgressBar label={t('trayLabel')} value={part} />}
      </div>
      <Button size="compact-sm" variant="default" onClick={onOpen}>
        {t('open')}
      </Button>
    </section>
  );
}

function TrayLines({ uploads, sending, part }: { uploads: readonly Upload[]; sending: number; part: number }) {
  const t = useTranslations('materialUpload');
  const count = (phases: readonly string[]) => uploads.filter(({ phase }) => phases.includes(phase)).length;
  const stopped = count(['stopped', 'refused', 'failed']);
  const ready = count(['inspected']);
  const unfinished = count(['paused', 'orphaned']);
  const lines = [
    sending > 0 && t('traySending', { count: sending, part }),
    stopped > 0 && t('trayStopped', { count: stopped }),
    ready > 0 && t('trayReady', { count: ready }),
    unfinished > 0 && t('trayOpen', { count: unfinished }),
  ].filter((line) => line !== false);
  // What is done matters only when nothing else is left to say.
  if (lines.length === 0) lines.push(t('trayDone', { count: count(['published']) }));
  return lines.map((line) => <p key={line}>{line}</p>);
}
