'use client';

import {
  IconAlertCircle,
  IconCircleCheck,
  IconHelpCircle,
  IconLoader,
  IconPlayerPlay,
  IconPlayerStop,
  type TablerIcon,
} from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import { Tag, type Tone } from '@/components/tag';
import { statusMeaning } from '../format';

const LOOKS: Record<ReturnType<typeof statusMeaning>, { tone: Tone; Icon: TablerIcon }> = {
  starting: { tone: 'info', Icon: IconLoader },
  alive: { tone: 'info', Icon: IconPlayerPlay },
  stopped: { tone: 'quiet', Icon: IconPlayerStop },
  failed: { tone: 'bad', Icon: IconAlertCircle },
  succeeded: { tone: 'good', Icon: IconCircleCheck },
  unknown: { tone: 'warn', Icon: IconHelpCircle },
};

/** An engine's status: its own word, with icon and colour by meaning; none or a foreign one is said so. */
export function StatusBadge({ status }: { status: string | null }) {
  const t = useTranslations('engineHistory.statusHints');
  const meaning = statusMeaning(status);
  const { tone, Icon } = LOOKS[meaning];
  return (
    <Tag tone={tone} Icon={Icon} title={t(meaning)}>
      {status || t('none')}
    </Tag>
  );
}
