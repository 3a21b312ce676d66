'use client';

import { useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import { uploads } from '../../upload/browser-uploads';
import type { UploadTarget } from '../../upload/upload-server';
import { Announcements } from './announcements';
import { DropOverlay } from './drop-overlay';
import { UploadDialog } from './upload-dialog';
import { UploadTray } from './upload-tray';
import { useUploads } from './use-uploads';

interface UploadSurfaceProps {
  isOpen: boolean;
  target: UploadTarget | null;
  onOpenChange: (isOpen: boolean) => void;
  onTargetChange: (target: UploadTarget | null) => void;
}

/** Drop target, dialog and tray of the uploads. */
export default function UploadSurface({ isOpen, target, onOpenChange, onTargetChange }: UploadSurfaceProps) {
  const t = useTranslations('materialUpload');
  const list = useUploads();
  const [rejected, setRejected] = useState<string[]>([]);
  const [error, setError] = useState<unknown>(null);
  useEffect(() => {
    uploads.loadOpen().catch(setError);
  }, []);
  const take = (files: File[], others: string[]) => {
    uploads.add(files, isOpen ? target : null);
    setRejected(others);
    if (!isOpen) onTargetChange(null);
    onOpenChange(true);
  };
  const close = () => {
    setRejected([]);
    onOpenChange(false);
  };
  const announcements = <Announcements uploads={list} />;
  if (!isOpen)
    return (
      <>
        {announcements}
        <DropOverlay title={t('dropHere')} hint={t('dropHint')} onFiles={take} />
        <UploadTray uploads={list} onOpen={() => onOpenChange(true)} />
      </>
    );
  return (
    <UploadDialog
      uploads={list}
      target={target}
      rejected={rejected}
      loadError={error}
      onFiles={take}
      onAnyEngine={() => onTargetChange(null)}
      onClose={close}
    >
      {announcements}
    </UploadDialog>
  );
}
