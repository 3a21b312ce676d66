'use client';

import { IconPlayerPlay } from '@tabler/icons-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { Tag } from '@/components/tag';
import type { MaterialDetail } from '@/contracts/materials';
import { runningEnginesHref } from '../../detail-format';

/** How many engines of this version run now, with the way to them. */
export function RunningEngines({ detail }: { detail: MaterialDetail }) {
  const t = useTranslations('materialDetail');
  const count = detail.runningEngines;
  const text = t('runningEngines', { count });
  if (count === 0) return <span className="er-dim">{text}</span>;
  return (
    <Link href={runningEnginesHref(detail)} prefetch={false}>
      <Tag tone="info" Icon={IconPlayerPlay}>
        {text}
      </Tag>
    </Link>
  );
}
