'use client';

import { TextInput } from '@mantine/core';
import dynamic from 'next/dynamic';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { ConfirmDialog } from '@/components/confirm-dialog';
import type { MaterialDetail } from '@/contracts/materials';
import { notify } from '@/lib/notify';
import { useChangeVersion, type VersionChange, type VersionName } from '../../detail-api';
import { versionDirection } from '../../detail-format';
import { ActionDialog } from './action-dialog';
import { RollbackDialog } from './rollback-dialog';
import type { Asked } from './version-parts';

// Few people list the files of a version: what that needs comes when it is asked for.
const FilesDialog = dynamic(() => import('./files-dialog').then((module) => module.FilesDialog), { ssr: false });

interface VersionDialogsProps {
  asked: Asked;
  detail: MaterialDetail;
  name: VersionName;
  onClose: () => void;
}

/** The dialog that was asked for, about one version. */
export function VersionDialogs({ asked, detail, name, onClose }: VersionDialogsProps) {
  const { fileName, version } = name;
  if (asked.kind === 'files') return <FilesDialog name={name} onClose={onClose} />;
  if (asked.kind !== 'rollBack') return <ChangeDialog kind={asked.kind} name={name} onClose={onClose} />;
  const current = detail.materials.find((material) => material.fileName === fileName)?.materialVersion ?? version;
  return (
    <RollbackDialog
      detail={detail}
      target={{ fileName, version }}
      direction={versionDirection(version, current)}
      what={`${fileName} ${version}`}
      onClose={onClose}
    />
  );
}

interface ChangeDialogProps {
  kind: VersionChange['kind'];
  name: VersionName;
  onClose: () => void;
}

function ChangeDialog({ kind, name, onClose }: ChangeDialogProps) {
  const t = useTranslations('materialDetail');
  const [note, setNote] = useState('');
  const change = useChangeVersion(name);
  const what = `${name.fileName} ${name.version}`;
  const wanted: VersionChange = kind === 'protect' ? { kind, note: note.trim() || undefined } : { kind };
  const shared = {
    title: t(`${kind}.title`, { what }),
    confirmText: t(`${kind}.confirm`),
    pending: change.isPending,
    error: change.error,
    onConfirm: () =>
      change.mutate(wanted, {
        onSuccess: () => {
          notify(t(`${kind}.done`, { what }));
          onClose();
        },
      }),
    onClose,
  };
  const explanation = t(`${kind}.explanation`, { what });
  if (kind === 'delete') return <ConfirmDialog {...shared}>{explanation}</ConfirmDialog>;
  return (
    <ActionDialog {...shared}>
      <p style={{ margin: 0 }}>{explanation}</p>
      {kind === 'protect' && (
        <TextInput
          label={t('protect.note')}
          value={note}
          maxLength={2000}
          autoComplete="off"
          onChange={(event) => setNote(event.currentTarget.value)}
          data-autofocus
        />
      )}
    </ActionDialog>
  );
}
