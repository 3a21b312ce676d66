'use client';

import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react';
import { useLocale, useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { BytesText } from '@/components/bytes-text';
import type { MaterialStorage } from '@/contracts/material-storage';
import { formatBytes } from '@/lib/bytes';
import { numberFormat } from '@/lib/number-format';
import classes from './storage.module.css';

type TileName = 'stored' | 'named' | 'trash' | 'unreachable' | 'uploads' | 'free' | 'damaged';

/** How much there is of each kind of bytes. */
export function UsageTiles({ storage }: { storage: MaterialStorage }) {
  const t = useTranslations('materialStorage');
  const hint = useTranslations('materialStorage.hints');
  const locale = useLocale();
  const saved = storage.namedBytes - storage.storedBytes;
  const { freeBytes, damagedBlobs } = storage;
  const DamageIcon = damagedBlobs > 0 ? IconAlertTriangle : IconCircleCheck;
  return (
    <section aria-label={t('tiles.label')}>
      <dl className={classes.tiles}>
        <Tile name="stored" hint={hint('stored', { count: storage.blobs, kind: t(`kinds.${storage.kind}`) })}>
          <BytesText bytes={storage.storedBytes} />
        </Tile>
        <Tile name="named" hint={saved > 0 ? hint('namedSaved', { saved: formatBytes(saved, locale) }) : hint('named')}>
          <BytesText bytes={storage.namedBytes} />
        </Tile>
        <Tile name="trash" hint={hint('trash')}>
          <BytesText bytes={storage.trashBytes} />
        </Tile>
        <Tile name="unreachable" hint={hint('unreachable', { count: storage.unreachableBlobs })}>
          <BytesText bytes={storage.unreachableBytes} />
        </Tile>
        <Tile name="uploads" hint={hint('uploads')}>
          <BytesText bytes={storage.uploadBytes} />
        </Tile>
        <Tile name="free" hint={freeBytes === null ? hint('freeUnknown') : hint('free')}>
          {freeBytes === null ? t('unknown') : <BytesText bytes={freeBytes} />}
        </Tile>
        <Tile
          name="damaged"
          hint={damagedBlobs > 0 ? hint('damaged') : hint('damagedNone')}
          tone={damagedBlobs > 0 ? 'bad' : undefined}
        >
          <DamageIcon size={18} aria-hidden />
          {damagedBlobs > 0 ? t('files', { count: damagedBlobs }) : numberFormat(locale).format(0)}
        </Tile>
      </dl>
    </section>
  );
}

function Tile({ name, hint, tone, children }: { name: TileName; hint: string; tone?: 'bad'; children: ReactNode }) {
  const t = useTranslations('materialStorage.tiles');
  return (
    <div className={classes.tile}>
      <dt>{t(name)}</dt>
      <dd className={classes.value} data-tone={tone}>
        {children}
      </dd>
      <dd className={classes.hint}>{hint}</dd>
    </div>
  );
}
