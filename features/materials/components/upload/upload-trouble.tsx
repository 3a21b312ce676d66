import { useLocale, useTranslations } from 'next-intl';
import { ErrorBanner } from '@/components/states';
import { formatBytes, formatExactBytes } from '@/lib/bytes';
import { numberFormat } from '@/lib/number-format';
import { uploads } from '../../upload/browser-uploads';
import { FileUnreadable } from '../../upload/send-file';
import type { Upload } from '../../upload/upload';
import classes from './dialog.module.css';

/** What keeps an upload from going on, and what to do about it. */
export function UploadTrouble({ upload }: { upload: Upload }) {
  const t = useTranslations('materialUpload');
  const locale = useLocale();
  const { key, phase, fileName, sizeBytes, sentBytes, attempt, error, failure, mismatch, uploadId } = upload;
  const sent = formatBytes(sentBytes, locale);
  if (phase === 'waiting') return <p className={classes.hint}>{t('waiting', { attempt: attempt + 1 })}</p>;
  if (phase === 'ended') return <p className={classes.hint}>{t('ended')}</p>;
  if (phase === 'failed')
    return (
      <p className={classes.problem} role="alert">
        {t('failedText', { fileName })} {failure}
      </p>
    );
  if (error instanceof FileUnreadable)
    return (
      <p className={classes.problem} role="alert">
        {t('unreadable', { fileName })}
      </p>
    );
  if (error && phase === 'stopped')
    return (
      <div className={classes.trouble}>
        <p className={classes.problem}>{t(uploadId ? 'stoppedAt' : 'notAnnounced', { fileName })}</p>
        <ErrorBanner error={error} />
      </div>
    );
  if (error) return <ErrorBanner error={error} onRetry={() => void uploads.loadReport(key)} />;
  if (phase !== 'orphaned') return null;
  if (sentBytes === sizeBytes) return <p className={classes.hint}>{t('complete')}</p>;
  return (
    <>
      <p className={classes.hint}>{t('orphaned', { sent, total: formatBytes(sizeBytes, locale) })}</p>
      {mismatch && (
        <p className={classes.problem} role="alert">
          {t('mismatch', {
            picked: mismatch.fileName,
            pickedSize: formatExactBytes(mismatch.sizeBytes, locale),
            fileName,
            size: numberFormat(locale).format(sizeBytes),
          })}
        </p>
      )}
    </>
  );
}
