'use client';

import { Button } from '@mantine/core';
import { IconDownload, IconTrash } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { ConfirmDialog } from '@/components/confirm-dialog';
import { CopyButton } from '@/components/copy-button';
import { ErrorState, LoadingState } from '@/components/states';
import type { ContextValueDetail } from '@/contracts/contexts';
import { notify } from '@/lib/notify';
import { useContextValue, useRemoveContextValue, valueDownloadUrl } from '../api';
import classes from './contexts.module.css';
import { StoredText } from './stored-text';

interface ContextValueViewProps {
  id: number;
  valueId: number;
  onRemoved: () => void;
}

/** The text of a value with what can be done to it. */
export function ContextValueView({ id, valueId, onRemoved }: ContextValueViewProps) {
  const t = useTranslations('contexts.values');
  const value = useContextValue(id, valueId);
  const [removing, setRemoving] = useState(false);
  const { data, error } = value;
  if (!data) return error ? <ErrorState error={error} onRetry={() => value.refetch()} /> : <LoadingState rows={4} />;
  return (
    <div className={classes.value}>
      <div className={classes.valueTools}>
        <span>{t('listeners', { count: data.listeners })}</span>
        {data.text !== null && <CopyButton text={data.text} what={t('textOf', { key: data.key })} />}
        <Button
          component="a"
          href={valueDownloadUrl(id, valueId)}
          download
          size="compact-sm"
          variant="default"
          leftSection={<IconDownload size={14} aria-hidden />}
        >
          {t('download')}
        </Button>
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<IconTrash size={14} aria-hidden />}
          onClick={() => setRemoving(true)}
        >
          {t('remove')}
        </Button>
      </div>
      {data.truncated && <p className="er-dim">{t('truncated')}</p>}
      {data.text === null ? (
        <p className="er-dim">{t('noText')}</p>
      ) : (
        <StoredText label={t('textOf', { key: data.key })} text={data.text} truncated={data.truncated} />
      )}
      {removing && <RemoveValue id={id} value={data} onRemoved={onRemoved} onClose={() => setRemoving(false)} />}
    </div>
  );
}

interface RemoveValueProps {
  id: number;
  value: ContextValueDetail;
  onRemoved: () => void;
  onClose: () => void;
}

function RemoveValue({ id, value, onRemoved, onClose }: RemoveValueProps) {
  const t = useTranslations('contexts.values');
  const remove = useRemoveContextValue(id);
  const confirm = () =>
    remove.mutate(value.id, {
      onSuccess: () => {
        notify(t('removed', { key: value.key }));
        onRemoved();
      },
    });
  return (
    <ConfirmDialog
      title={t('removeTitle')}
      confirmText={t('remove')}
      pending={remove.isPending}
      error={remove.error}
      onConfirm={confirm}
      onClose={onClose}
    >
      {t('removeExplanation', { key: value.key, count: value.listeners })}
    </ConfirmDialog>
  );
}
