'use client';

import { Button } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useLocale, useTranslations } from 'next-intl';
import { useState } from 'react';
import { ConfirmDialog } from '@/components/confirm-dialog';
import { useCurrentSession } from '@/components/layout/current-session';
import type { ContextDetail } from '@/contracts/contexts';
import { notify } from '@/lib/notify';
import { numberFormat } from '@/lib/number-format';
import { useRemoveContext } from '../api';
import { contextText } from '../format';

/** From so many values on, the context's number has to be typed. */
const MANY_VALUES = 100;

/** Removes a context for good, after saying what goes with it and how it could be kept. */
export function RemoveContextButton({ context }: { context: ContextDetail }) {
  const t = useTranslations('contexts');
  const locale = useLocale();
  const router = useRouter();
  const { role } = useCurrentSession();
  const [asking, setAsking] = useState(false);
  const remove = useRemoveContext();
  const number = numberFormat(locale);
  const confirm = () =>
    remove.mutate(context.id, {
      onSuccess: () => {
        notify(t('removed', { context: contextText(context) }));
        router.push('/contexts');
      },
    });
  return (
    <>
      <Button variant="default" leftSection={<IconTrash size={15} aria-hidden />} onClick={() => setAsking(true)}>
        {t('remove')}
      </Button>
      {asking && (
        <ConfirmDialog
          title={t('removeTitle')}
          confirmText={t('remove')}
          typed={context.values >= MANY_VALUES ? String(context.id) : undefined}
          pending={remove.isPending}
          error={remove.error}
          onConfirm={confirm}
          onClose={() => {
            remove.reset();
            setAsking(false);
          }}
        >
          <p>
            {t('removeExplanation', {
              context: contextText(context),
              values: number.format(context.values),
              histories: number.format(context.histories),
              listeners: number.format(context.listeners),
            })}
          </p>
          {role === 'admin' && (
            <p>
              {t('removeKept')} <Link href={`/cleanup?ids=${context.id}`}>{t('toCleanup')}</Link>
            </p>
          )}
        </ConfirmDialog>
      )}
    </>
  );
}
