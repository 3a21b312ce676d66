'use client';

import { TextInput } from '@mantine/core';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { ErrorBanner, LoadingState } from '@/components/states';
import type { RollbackTarget } from '@/contracts/material-versions';
import type { MaterialDetail } from '@/contracts/materials';
import { notify } from '@/lib/notify';
import { useRollBack, useRollbackPreview } from '../../detail-api';
import { type Direction, wayBack } from '../../detail-format';
import { ActionDialog } from './action-dialog';
import { RollbackSimulation } from './rollback-simulation';

interface RollbackDialogProps {
  detail: MaterialDetail;
  target: RollbackTarget;
  direction: Direction;
  /** Name of the target: `release 3`, `lib.zip v000003`. */
  what: string;
  onClose: () => void;
}

/** Shows what going back or forward would do, and does it. The message afterwards offers the way back. */
export function RollbackDialog({ detail, target, direction, what, onClose }: RollbackDialogProps) {
  const t = useTranslations('materialDetail.rollback');
  const [note, setNote] = useState('');
  const preview = useRollbackPreview(detail, target);
  const rollBack = useMove(detail);
  const confirm = () => {
    const back = wayBack(detail, target);
    rollBack.move.mutate(
      { ...target, note: note.trim() || undefined },
      {
        onSuccess: ({ release }) => {
          const undo = back && { label: t('undo'), run: () => rollBack.undo(back) };
          notify(release === null ? t('nothing') : t(`done.${direction}`, { what }), release === null ? null : undo);
          onClose();
        },
      },
    );
  };
  return (
    <ActionDialog
      title={t(`title.${direction}`, { what })}
      confirmText={t(direction)}
      ready={preview.data !== undefined && preview.data.changes.length > 0}
      pending={rollBack.move.isPending}
      error={rollBack.move.error}
      onConfirm={confirm}
      onClose={onClose}
    >
      {preview.data && <RollbackSimulation changes={preview.data.changes} />}
      {preview.error && <ErrorBanner error={preview.error} onRetry={() => preview.refetch()} />}
      {preview.isPending && <LoadingState rows={3} />}
      <TextInput
        label={t('note')}
        value={note}
        maxLength={2000}
        autoComplete="off"
        onChange={(event) => setNote(event.currentTarget.value)}
        data-autofocus
      />
    </ActionDialog>
  );
}

/** Moves what is current, and back again when that was wrong; the way back outlives the dialog. */
function useMove(detail: MaterialDetail) {
  const t = useTranslations('materialDetail.rollback');
  const move = useRollBack(detail);
  const back = useRollBack(detail);
  const undo = (target: RollbackTarget) => {
    back.mutateAsync({ ...target, note: t('undoNote') }).then(
      () => notify(t('undone')),
      (error: Error) => notify(t('undoFailed', { reason: error.message })),
    );
  };
  return { move, undo };
}
