'use client';

import dynamic from 'next/dynamic';
import { createContext, type ReactNode, useContext, useMemo, useState } from 'react';
import { useCurrentSession } from '@/components/layout/current-session';
import type { UploadTarget } from '../../upload/upload-server';

// Loaded behind the page: dialog, drop target and what sends are no part of the first load.
const UploadSurface = dynamic(() => import('./upload-surface'), { ssr: false });

interface MaterialUploadsApi {
  /** Opens the dialog; with a target an archive has to hold exactly this engine version. */
  open(target?: UploadTarget): void;
}

const UploadsContext = createContext<MaterialUploadsApi | null>(null);

/** Makes everything inside take zip archives that are dropped, and shows the uploads that are under way. */
export function MaterialUploads({ children }: { children: ReactNode }) {
  const session = useCurrentSession();
  const [isOpen, setOpen] = useState(false);
  const [target, setTarget] = useState<UploadTarget | null>(null);
  const api = useMemo<MaterialUploadsApi>(
    () => ({
      open: (wanted) => {
        setTarget(wanted ?? null);
        setOpen(true);
      },
    }),
    [],
  );
  return (
    <UploadsContext value={api}>
      {children}
      {session.role === 'admin' && (
        <UploadSurface isOpen={isOpen} target={target} onOpenChange={setOpen} onTargetChange={setTarget} />
      )}
    </UploadsContext>
  );
}

/** Opens the upload dialog from anywhere inside of MaterialUploads. */
export function useMaterialUploads(): MaterialUploadsApi {
  const api = useContext(UploadsContext);
  if (!api) throw new Error('useMaterialUploads outside of MaterialUploads');
  return api;
}
