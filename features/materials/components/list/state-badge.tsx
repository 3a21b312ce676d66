'use client';

import { IconAlertTriangle, IconArrowBackUp, IconCircleCheck, IconCloud, type TablerIcon } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import { Tag, type Tone } from '@/components/tag';
import type { Material } from '@/contracts/materials';

const LOOKS: Record<Material['state'], { tone: Tone; Icon: TablerIcon }> = {
  current: { tone: 'good', Icon: IconCircleCheck },
  rolledBack: { tone: 'warn', Icon: IconArrowBackUp },
  external: { tone: 'info', Icon: IconCloud },
  damaged: { tone: 'bad', Icon: IconAlertTriangle },
};

/** How a material stands, in words with an icon; on hover what that means. */
export function MaterialStateBadge({ state }: { state: Material['state'] }) {
  const t = useTranslations('materials');
  const { tone, Icon } = LOOKS[state];
  return (
    <Tag tone={tone} Icon={Icon} title={t(`stateHints.${state}`)}>
      {t(`states.${state}`)}
    </Tag>
  );
}
