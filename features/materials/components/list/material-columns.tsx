'use client';

import { IconLayoutSidebarRightExpand, IconShieldLock } from '@tabler/icons-react';
import Link from 'next/link';
import { useLocale, useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { BytesText } from '@/components/bytes-text';
import { CopyButton } from '@/components/copy-button';
import cells from '@/components/data-table/cells.module.css';
import type { Column } from '@/components/data-table/columns';
import { TimeText } from '@/components/time-text';
import type { Material } from '@/contracts/materials';
import { numberFormat } from '@/lib/number-format';
import { engineText, isBehind, materialHref, rowKeyOf, shortResource } from '../../format';
import classes from './material-list.module.css';
import { MaterialStateBadge } from './state-badge';

/** Shows a row's engine version beside the list. */
type Peek = (rowKey: string) => void;
export type MaterialColumn = Column<Material, Peek>;

/** All columns of the list of materials, in order, with names in the current language. */
export function useMaterialColumns(): MaterialColumn[] {
  const t = useTranslations('materials.columns');
  return useMemo(
    () => [
      {
        id: 'engine',
        header: t('engine'),
        sort: 'name',
        width: 190,
        render: (row, peek) => <EngineCell row={row} onPeek={peek} />,
      },
      { id: 'file', header: t('file'), render: (row) => <span className="er-mono">{row.fileName}</span> },
      { id: 'size', header: t('size'), align: 'end', render: (row) => <BytesText bytes={row.sizeBytes} /> },
      { id: 'version', header: t('version'), render: (row) => <VersionCell row={row} /> },
      { id: 'versions', header: t('versions'), align: 'end', render: (row) => <CountCell count={row.versions} /> },
      { id: 'state', header: t('state'), render: (row) => <StateCell row={row} /> },
      {
        id: 'changed',
        header: t('changed'),
        sort: 'changedTime',
        render: (row) => <TimeText time={row.changedTime} />,
      },
      { id: 'changedBy', header: t('changedBy'), render: (row) => <PersonCell name={row.changedBy} /> },
      { id: 'resource', header: t('resource'), render: (row) => <ResourceCell resourceId={row.resourceId} /> },
      {
        id: 'created',
        header: t('created'),
        sort: 'createTime',
        shownByDefault: false,
        render: (row) => <TimeText time={row.createTime} />,
      },
    ],
    [t],
  );
}

function EngineCell({ row, onPeek }: { row: Material; onPeek: Peek }) {
  const t = useTranslations('materials');
  const name = t('peek', { engine: engineText(row), file: row.fileName });
  return (
    <span className={cells.name}>
      <Link href={materialHref(row)} prefetch={false} data-row-link className="er-mono">
        {engineText(row)}
      </Link>
      <span className={cells.tools}>
        <button
          type="button"
          className={cells.icon}
          aria-label={name}
          title={name}
          onClick={() => onPeek(rowKeyOf(row))}
        >
          <IconLayoutSidebarRightExpand size={15} aria-hidden />
        </button>
      </span>
    </span>
  );
}

function VersionCell({ row }: { row: Material }) {
  const t = useTranslations('materials');
  return (
    <>
      <span className="er-mono">{row.materialVersion}</span>
      {isBehind(row) && <span className="er-dim"> {t('newest', { version: row.newestVersion })}</span>}
    </>
  );
}

function CountCell({ count }: { count: number }) {
  const locale = useLocale();
  return numberFormat(locale).format(count);
}

function StateCell({ row }: { row: Material }) {
  const t = useTranslations('materials');
  return (
    <span className={classes.state}>
      <MaterialStateBadge state={row.state} />
      {row.protected && (
        <span className={classes.protected} title={t('protectedHint')}>
          <IconShieldLock size={15} aria-hidden />
          <span className="er-visually-hidden">{t('protected')}</span>
        </span>
      )}
    </span>
  );
}

function PersonCell({ name }: { name: string | null }) {
  const t = useTranslations('materials');
  if (name !== null) return name;
  return (
    <span className="er-dim" title={t('byLinkisHint')}>
      Linkis
    </span>
  );
}

function ResourceCell({ resourceId }: { resourceId: string }) {
  const t = useTranslations('materials');
  return (
    <span className={classes.resource}>
      <span className="er-mono" title={resourceId}>
        {shortResource(resourceId)}
      </span>
      <CopyButton text={resourceId} what={t('resourceOf', { id: shortResource(resourceId) })} />
    </span>
  );
}
