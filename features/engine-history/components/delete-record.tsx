'use client';

import { Button } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { ConfirmDialog } from '@/components/confirm-dialog';
import { notify } from '@/lib/notify';
import { useDeleteEngineRecord } from '../api';
import { shortTicket } from '../format';

/** Removes the record of an ended engine, after its ticket has been begun by hand. */
export function DeleteRecordButton({ ticketId }: { ticketId: string }) {
  const t = useTranslations('engineDetail');
  const router = useRouter();
  const [asking, setAsking] = useState(false);
  const remove = useDeleteEngineRecord(ticketId);
  const confirm = () =>
    remove.mutate(undefined, {
      onSuccess: () => {
        notify(t('deleted', { ticket: shortTicket(ticketId) }));
        router.push('/engine-history');
      },
    });
  return (
    <>
      <Button variant="default" leftSection={<IconTrash size={15} aria-hidden />} onClick={() => setAsking(true)}>
        {t('delete')}
      </Button>
      {asking && (
        <ConfirmDialog
          title={t('deleteTitle')}
          confirmText={t('delete')}
          typed={shortTicket(ticketId)}
          pending={remove.isPending}
          error={remove.error}
          onConfirm={confirm}
          onClose={() => {
            remove.reset();
            setAsking(false);
          }}
        >
          {t('deleteExplanation', { ticket: ticketId })}
        </ConfirmDialog>
      )}
    </>
  );
}
