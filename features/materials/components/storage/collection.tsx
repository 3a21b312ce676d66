'use client';

import { Button } from '@mantine/core';
import { IconEye, IconTrashX } from '@tabler/icons-react';
import { useLocale, useTranslations } from 'next-intl';
import { useState } from 'react';
import { ConfirmDialog } from '@/components/confirm-dialog';
import { ErrorBanner } from '@/components/states';
import { formatBytes } from '@/lib/bytes';
import { useCollectStorage } from '../../list-api';
import classes from './storage.module.css';

type Outcome = NonNullable<ReturnType<typeof useCollectStorage>['data']>;

/** Frees what nothing names: first what would go, then asked, then what went. */
export function Collection({ unreachableBlobs }: { unreachableBlobs: number }) {
  const t = useTranslations('materialStorage');
  const preview = useCollectStorage();
  const collect = useCollectStorage();
  const [asking, setAsking] = useState(false);
  const look = () => {
    collect.reset();
    preview.mutate(true);
  };
  const removal = () =>
    collect.mutate(false, {
      onSuccess: () => {
        setAsking(false);
        preview.reset();
      },
    });
  const found = preview.data;
  return (
    <div className={classes.collection}>
      <p>{t('collectionText')}</p>
      <div className={classes.tools}>
        <Button
          variant="default"
          leftSection={<IconEye size={15} aria-hidden />}
          loading={preview.isPending}
          onClick={look}
        >
          {found ? t('again') : t('preview')}
        </Button>
        {found && found.blobs > 0 && (
          <Button color="red.8" leftSection={<IconTrashX size={15} aria-hidden />} onClick={() => setAsking(true)}>
            {t('collect')}
          </Button>
        )}
      </div>
      {preview.error && <ErrorBanner error={preview.error} onRetry={look} />}
      <div role="status">
        {found && <Found found={found} waiting={unreachableBlobs - found.blobs} />}
        {collect.data && <OutcomeText outcome={collect.data} name="collected" />}
      </div>
      {found && found.sha256.length > 0 && <Sample found={found} />}
      {asking && found && (
        <CollectConfirm
          found={found}
          pending={collect.isPending}
          error={collect.error}
          onConfirm={removal}
          onClose={() => setAsking(false)}
        />
      )}
    </div>
  );
}

/** What would go, and what does not go yet. */
function Found({ found, waiting }: { found: Outcome; waiting: number }) {
  const t = useTranslations('materialStorage');
  return (
    <>
      <OutcomeText outcome={found} name="previewed" />
      {waiting > 0 && <p className="er-dim">{t('waiting', { count: waiting })}</p>}
    </>
  );
}

function OutcomeText({ outcome, name }: { outcome: Outcome; name: 'previewed' | 'collected' }) {
  const t = useTranslations('materialStorage');
  const locale = useLocale();
  return <p>{t(name, { count: outcome.blobs, size: formatBytes(outcome.bytes, locale) })}</p>;
}

function Sample({ found }: { found: Outcome }) {
  const t = useTranslations('materialStorage');
  const { blobs, sha256 } = found;
  return (
    <details className={classes.sample}>
      <summary>{sha256.length < blobs ? t('sample', { shown: sha256.length, count: blobs }) : t('sampleAll')}</summary>
      <ul>
        {sha256.map((hash) => (
          <li key={hash}>{hash}</li>
        ))}
      </ul>
    </details>
  );
}

interface CollectConfirmProps {
  found: Outcome;
  pending: boolean;
  error: unknown;
  onConfirm: () => void;
  onClose: () => void;
}

const TYPED_FROM = 100;

function CollectConfirm({ found, ...dialog }: CollectConfirmProps) {
  const t = useTranslations('materialStorage');
  const locale = useLocale();
  return (
    <ConfirmDialog
      title={t('confirmTitle')}
      confirmText={t('collect')}
      typed={found.blobs >= TYPED_FROM ? String(found.blobs) : undefined}
      {...dialog}
    >
      {t('confirmText', { count: found.blobs, size: formatBytes(found.bytes, locale) })}
    </ConfirmDialog>
  );
}
