'use client';

import { IconAlertTriangle } from '@tabler/icons-react';
import { useLocale, useTranslations } from 'next-intl';
import type { Resource } from '@/contracts/engine-history';
import { formatBytes } from '@/lib/bytes';
import { resourceShares } from '../format';
import classes from './engine-cells.module.css';

/** A resource in one line: memory and cores of driver, queue and pod. What cannot be read is shown as stored. */
export function ResourceSummary({ resource, note }: { resource: Resource | null; note?: string }) {
  const t = useTranslations('engineHistory');
  const locale = useLocale();
  if (!resource) return <span className="er-dim">–</span>;
  const shares = resourceShares(resource);
  if (!resource.readable || shares.length === 0) return <RawResource resource={resource} />;
  const texts = shares.map(({ place, memoryBytes, cores }) => {
    const parts = [
      memoryBytes === null ? null : formatBytes(memoryBytes, locale),
      cores === null ? null : t('coresShort', { count: cores }),
    ];
    return { place, text: parts.filter(Boolean).join(', ') };
  });
  return (
    <span>
      {texts.map(({ place, text }, index) => (
        <span key={place}>
          {index > 0 && <span className="er-dim"> + </span>}
          {place !== 'driver' && <span className="er-dim">{t(`places.${place}`)} </span>}
          {text}
        </span>
      ))}
      {note && <span className="er-dim"> {note}</span>}
    </span>
  );
}

/** The stored text of a resource that could not be read, marked as such. */
export function RawResource({ resource }: { resource: Resource }) {
  const t = useTranslations('engineHistory');
  return (
    <span className={classes.raw} title={`${t('unreadableResource')}\n${resource.raw ?? ''}`}>
      {!resource.readable && <IconAlertTriangle size={14} role="img" aria-label={t('unreadableResource')} />}
      <span className={classes.rawText}>{resource.raw}</span>
    </span>
  );
}
