import { Button } from '@mantine/core';
import { IconTarget, IconUpload } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import { Dialog } from '@/components/dialog';
import { ErrorBanner } from '@/components/states';
import { isSending, type Upload } from '../../upload/upload';
import type { UploadTarget } from '../../upload/upload-server';
import classes from './dialog.module.css';
import { DiscardAll } from './discard-all';
import { hasDetails, UploadItem } from './upload-item';
import { useZipDrop } from './use-zip-drop';

interface UploadDialogProps {
  uploads: readonly Upload[];
  target: UploadTarget | null;
  /** Names of files that were no zip archives. */
  rejected: string[];
  loadError: unknown;
  onFiles: (files: File[], others: string[]) => void;
  onAnyEngine: () => void;
  onClose: () => void;
  children: ReactNode;
}

/** Picks archives and shows each on its way from file to published material. May be closed at any time. */
export function UploadDialog(props: UploadDialogProps) {
  const { uploads, target, rejected, loadError, onFiles, onAnyEngine, onClose, children } = props;
  const t = useTranslations('materialUpload');
  // What somebody unfolded or folded; else the newest upload that has something to show.
  const [chosen, setChosen] = useState<string | null>(null);
  const take: typeof onFiles = (files, others) => {
    setChosen(null);
    onFiles(files, others);
  };
  const { getRootProps, getInputProps, open, isDragActive } = useZipDrop(take, { noClick: true, noKeyboard: true });
  const newestFirst = [...uploads].reverse();
  const unfolded = chosen ?? newestFirst.find(hasDetails)?.key;
  return (
    <Dialog title={t('title')} onClose={onClose} wide>
      {children}
      <div {...getRootProps({ className: classes.content })}>
        {target && <Target target={target} onAnyEngine={onAnyEngine} />}
        <div
          className={classes.drop}
          data-active={isDragActive || undefined}
          data-small={uploads.length > 0 || undefined}
        >
          {/* Not there for anybody: the button next to it opens the picker. */}
          <input {...getInputProps({ style: { display: 'none' } })} />
          <Button leftSection={<IconUpload size={15} aria-hidden />} onClick={open} data-autofocus>
            {t('choose')}
          </Button>
          <span>{t('orDrop')}</span>
          {uploads.length === 0 && (
            <p className={classes.layoutHint}>
              {t.rich('layoutHint', { code: (chunks) => <code className="er-mono">{chunks}</code> })}
              <br />
              {t('dropHint')}
            </p>
          )}
        </div>
        <Problems rejected={rejected} loadError={loadError} />
        {uploads.length > 0 && (
          <ul className={classes.items} aria-label={t('uploads')}>
            {newestFirst.map((upload) => (
              <UploadItem
                key={upload.key}
                upload={upload}
                isUnfolded={unfolded === upload.key}
                onToggle={() => setChosen(unfolded === upload.key ? '' : upload.key)}
                onChooseOther={open}
                onLeave={onClose}
              />
            ))}
          </ul>
        )}
        <DiscardAll uploads={uploads} />
        {uploads.some(isSending) && <p className="er-dim">{t('mayClose')}</p>}
      </div>
    </Dialog>
  );
}

function Target({ target, onAnyEngine }: { target: UploadTarget; onAnyEngine: () => void }) {
  const t = useTranslations('materialUpload');
  return (
    <p className={classes.target}>
      <IconTarget size={15} aria-hidden />
      <span>{t('targetOnly', { ...target })}</span>
      <Button size="compact-xs" variant="default" onClick={onAnyEngine}>
        {t('anyEngine')}
      </Button>
    </p>
  );
}

/** Files that were left out, and uploads from before that could not be listed. */
function Problems({ rejected, loadError }: Pick<UploadDialogProps, 'rejected' | 'loadError'>) {
  const t = useTranslations('materialUpload');
  return (
    <>
      {rejected.length > 0 && (
        <p className={classes.problem} role="alert">
          {t('notZip', { names: rejected.join(', '), count: rejected.length })}
        </p>
      )}
      {loadError ? (
        <div>
          <p className={classes.problem}>{t('openFailed')}</p>
          <ErrorBanner error={loadError} />
        </div>
      ) : null}
    </>
  );
}
