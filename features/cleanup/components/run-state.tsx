'use client';

import {
  IconAlertTriangle,
  IconCheck,
  IconEye,
  IconLoader2,
  IconPlayerPause,
  IconPlayerStop,
  IconTrash,
} from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import { Tag, type Tone } from '@/components/tag';
import type { CleanupRun, CleanupState } from '@/contracts/cleanup';

const LOOKS: Record<CleanupState, { tone: Tone; Icon: typeof IconCheck }> = {
  previewing: { tone: 'info', Icon: IconLoader2 },
  previewed: { tone: 'info', Icon: IconEye },
  running: { tone: 'info', Icon: IconLoader2 },
  paused: { tone: 'warn', Icon: IconPlayerPause },
  done: { tone: 'good', Icon: IconCheck },
  cancelled: { tone: 'quiet', Icon: IconPlayerStop },
  failed: { tone: 'bad', Icon: IconAlertTriangle },
  discarded: { tone: 'quiet', Icon: IconTrash },
};

/** How a run stands; what was asked of it shows until it is done. */
export function RunState({ run }: { run: Pick<CleanupRun, 'state' | 'request'> }) {
  const t = useTranslations('cleanup');
  const { tone, Icon } = LOOKS[run.state];
  return (
    <Tag tone={tone} Icon={Icon}>
      {run.request ? t(`requests.${run.request}`) : t(`states.${run.state}`)}
    </Tag>
  );
}
