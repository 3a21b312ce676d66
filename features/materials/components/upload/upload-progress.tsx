import { useLocale, useTranslations } from 'next-intl';
import { formatBytes } from '@/lib/bytes';
import { formatDuration } from '@/lib/duration';
import type { Upload } from '../../upload/upload';
import classes from './dialog.module.css';
import { ProgressBar } from './progress-bar';

const SHOWN: readonly string[] = ['queued', 'sending', 'waiting', 'paused', 'stopped', 'orphaned', 'inspecting'];

/** How far an upload is: bar, bytes, rate and time left. */
export function UploadProgress({ upload }: { upload: Upload }) {
  const t = useTranslations('materialUpload');
  const locale = useLocale();
  const { phase, sentBytes, sizeBytes, inspectedBytes, rate, fileName, uploadId } = upload;
  if (!SHOWN.includes(phase) || (phase === 'stopped' && uploadId === null)) return null;
  const isInspecting = phase === 'inspecting';
  const part = Math.floor(((isInspecting ? inspectedBytes : sentBytes) / Math.max(1, sizeBytes)) * 100);
  const words = isInspecting
    ? [t('inspectingPart', { part })]
    : [t('sentOf', { sent: formatBytes(sentBytes, locale), total: formatBytes(sizeBytes, locale) })];
  if (phase === 'sending' && rate !== null && rate > 0) {
    words.push(t('perSecond', { rate: formatBytes(rate, locale) }));
    words.push(t('timeLeft', { time: formatDuration(Math.ceil((sizeBytes - sentBytes) / rate), locale) }));
  }
  const isStill = phase !== 'sending' && !isInspecting;
  return (
    <div className={classes.progress}>
      {/* A bar of its own for each kind of progress, so that the second does not run backwards first. */}
      <ProgressBar
        key={isInspecting ? 'inspecting' : 'sending'}
        label={t('progressOf', { fileName })}
        value={Math.min(100, part)}
        isStill={isStill}
      />
      <span className="er-dim">{words.join(' · ')}</span>
    </div>
  );
}
