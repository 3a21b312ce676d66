'use client';

import { Button } from '@mantine/core';
import {
  IconArrowBackUp,
  IconDownload,
  IconPlayerPause,
  IconPlayerPlay,
  IconPlayerStop,
  IconTrash,
} from '@tabler/icons-react';
import { useRouter } from 'next/navigation';
import { useLocale, useTranslations } from 'next-intl';
import { useState } from 'react';
import { ConfirmDialog } from '@/components/confirm-dialog';
import type { CleanupRun } from '@/contracts/cleanup';
import { notify } from '@/lib/notify';
import { numberFormat } from '@/lib/number-format';
import { receiptUrls, type Steering, useRunActions } from '../api';
import { isUndoable, runHref } from '../format';
import { ReasonDialog } from './reason-dialog';

const STEERING: Record<Steering, { states: readonly CleanupRun['state'][]; Icon: typeof IconPlayerPause }> = {
  pause: { states: ['running'], Icon: IconPlayerPause },
  resume: { states: ['paused', 'failed'], Icon: IconPlayerPlay },
  cancel: { states: ['running', 'paused', 'failed'], Icon: IconPlayerStop },
};

/** What can be done with a run as it stands. */
export function RunActions({ run }: { run: CleanupRun }) {
  const t = useTranslations('cleanup');
  const [asking, ask] = useState<'start' | 'undo' | 'discard' | null>(null);
  const { steer } = useRunActions(run);
  const receipts = receiptUrls(run);
  const steerings = (Object.keys(STEERING) as Steering[]).filter(
    (how) => run.startedTime !== null && run.request === null && STEERING[how].states.includes(run.state),
  );
  const ended = run.endedTime !== null && run.startedTime !== null;
  return (
    <>
      {steer.error && (
        <span role="alert" className="er-dim">
          {steer.error.message}
        </span>
      )}
      {steerings.map((how) => {
        const { Icon } = STEERING[how];
        return (
          <Button
            key={how}
            variant="default"
            leftSection={<Icon size={15} aria-hidden />}
            disabled={steer.isPending}
            onClick={() => steer.mutate(how)}
          >
            {t(`actions.${how}`)}
          </Button>
        );
      })}
      {run.state === 'previewed' && (
        <>
          <Button variant="default" leftSection={<IconTrash size={15} aria-hidden />} onClick={() => ask('discard')}>
            {t('actions.discard')}
          </Button>
          {run.total > 0 && (
            <Button leftSection={<IconPlayerPlay size={15} aria-hidden />} onClick={() => ask('start')}>
              {t('actions.start')}
            </Button>
          )}
        </>
      )}
      {ended && (
        <>
          <Button
            component="a"
            variant="default"
            leftSection={<IconDownload size={15} aria-hidden />}
            href={receipts.json}
            download={`cleanup-${run.id}.json`}
          >
            {t('actions.receipt')}
          </Button>
          <Button component="a" variant="default" href={receipts.csv} download>
            CSV
          </Button>
        </>
      )}
      {isUndoable(run, Date.now()) && run.affected > 0 && (
        <Button variant="default" leftSection={<IconArrowBackUp size={15} aria-hidden />} onClick={() => ask('undo')}>
          {t('actions.undo')}
        </Button>
      )}
      {asking && <Ask what={asking} run={run} onClose={() => ask(null)} />}
    </>
  );
}

/** Asks before something begins. */
function Ask({ what, run, onClose }: { what: 'start' | 'undo' | 'discard'; run: CleanupRun; onClose: () => void }) {
  const t = useTranslations('cleanup');
  const number = numberFormat(useLocale());
  const router = useRouter();
  const { start, undo, discard } = useRunActions(run);
  const { subject } = run;
  const rows = number.format(what === 'undo' ? run.affected : run.total);
  if (what === 'discard')
    return (
      <ConfirmDialog
        title={t('discard.title')}
        confirmText={t('actions.discard')}
        pending={discard.isPending}
        error={discard.error}
        onConfirm={() => discard.mutate(undefined, { onSuccess: () => router.push('/cleanup') })}
        onClose={onClose}
      >
        {t('discard.text')}
      </ConfirmDialog>
    );
  if (what === 'start')
    return (
      <ReasonDialog
        title={t('start.title', { subject, rows })}
        text={t('start.text', { subject, rows })}
        confirmText={t('start.confirm')}
        typed={rows}
        pending={start.isPending}
        error={start.error}
        onConfirm={({ reason }) => start.mutate(reason, { onSuccess: onClose })}
        onClose={onClose}
      />
    );
  return (
    <ReasonDialog
      title={t('undo.title')}
      text={t('undo.text', { subject, rows })}
      confirmText={t('undo.confirm')}
      asksUser
      pending={undo.isPending}
      error={undo.error}
      onConfirm={(given) =>
        undo.mutate(given, {
          onSuccess: (made) => {
            notify(t('undo.begun'));
            router.push(runHref(made));
          },
        })
      }
      onClose={onClose}
    />
  );
}
