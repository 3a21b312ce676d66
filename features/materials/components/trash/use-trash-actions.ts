'use client';

import { useTranslations } from 'next-intl';
import { useMemo, useState } from 'react';
import type { TrashedEngine, TrashedVersion } from '@/contracts/material-storage';
import { notify } from '@/lib/notify';
import { engineText, trashedVersionText } from '../../format';
import { useRestoreEngine, useRestoreVersion } from '../../list-api';

/** What could not be restored, and why. */
export interface TrashFailure {
  what: string;
  error: unknown;
}

/** What can be done with what is in the trash. */
export interface TrashActions {
  restoreEngine: (engine: TrashedEngine) => void;
  restoreVersion: (version: TrashedVersion) => void;
  /** True while something is being restored. */
  busy: boolean;
  failure: TrashFailure | null;
  dismissFailure: () => void;
  /** What is asked about before it goes for good. */
  purging: TrashedEngine | TrashedVersion | null;
  askPurge: (trashed: TrashedEngine | TrashedVersion | null) => void;
}

/** Restores, tells how that went, and keeps what is asked about. */
export function useTrashActions(): TrashActions {
  const t = useTranslations('materialTrash');
  const [failure, setFailure] = useState<TrashFailure | null>(null);
  const [purging, askPurge] = useState<TrashedEngine | TrashedVersion | null>(null);
  const { mutate: restoreEngine, isPending: engineBusy } = useRestoreEngine();
  const { mutate: restoreVersion, isPending: versionBusy } = useRestoreVersion();
  const busy = engineBusy || versionBusy;
  return useMemo(() => {
    const tell = (what: string) => ({
      onSuccess: () => notify(t('restored', { what })),
      onError: (error: unknown) => setFailure({ what, error }),
    });
    return {
      restoreEngine: (engine) => {
        setFailure(null);
        restoreEngine(engine.id, tell(engineText(engine)));
      },
      restoreVersion: (version) => {
        setFailure(null);
        restoreVersion(version, tell(trashedVersionText(version)));
      },
      busy,
      failure,
      dismissFailure: () => setFailure(null),
      purging,
      askPurge,
    };
  }, [t, restoreEngine, restoreVersion, busy, failure, purging]);
}
