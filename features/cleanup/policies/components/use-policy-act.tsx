'use client';

import dynamic from 'next/dynamic';
import { useTranslations } from 'next-intl';
import { type ReactNode, useCallback, useState } from 'react';
import { ErrorBanner } from '@/components/states';
import type { CleanupPolicy } from '@/contracts/cleanup-policies';
import { notify } from '@/lib/notify';
import { useSavePolicy } from '../api';
import { bodyOf } from '../policy-form';
import type { PolicyAct } from './policy-actions';
import type { AskedOfPolicy } from './policy-dialogs';

const PolicyDialogs = dynamic(() => import('./policy-dialogs'), { ssr: false });

interface PolicyActing {
  act: PolicyAct;
  /** Why a policy could not be switched; shown where the page has room. */
  failure: ReactNode;
  /** The dialog that is open. */
  dialog: ReactNode;
}

/** Switches policies on and off, and asks about what is more than that. @param onRemoved where to go then */
export function usePolicyAct(onRemoved: () => void = () => {}): PolicyActing {
  const t = useTranslations('cleanupPolicies');
  const { mutate: save, error } = useSavePolicy();
  const [asked, ask] = useState<{ what: AskedOfPolicy; policy: CleanupPolicy } | null>(null);
  const act = useCallback<PolicyAct>(
    (what, policy) => {
      if (what !== 'switch') return ask({ what, policy });
      const enabled = !policy.enabled;
      save(
        { policy, body: { ...bodyOf(policy), enabled } },
        { onSuccess: () => notify(t(enabled ? 'switchedOn' : 'switchedOff', { name: policy.name })) },
      );
    },
    [t, save],
  );
  return {
    act,
    failure: error && <ErrorBanner error={error} />,
    dialog: asked && (
      <PolicyDialogs asked={asked.what} policy={asked.policy} onClose={() => ask(null)} onRemoved={onRemoved} />
    ),
  };
}
