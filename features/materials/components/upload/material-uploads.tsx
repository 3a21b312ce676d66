'use client';

import { createContext, type ReactNode, useContext } from 'react';

/** Engine version that an upload is meant for. */
export interface UploadTarget {
  engineType: string;
  engineVersion: string;
}

const Uploads = createContext<{ open: (target?: UploadTarget) => void }>({ open: () => undefined });

/** Gives its content the way to upload materials. */
export function MaterialUploads({ children }: { children: ReactNode }) {
  return <Uploads value={{ open: () => undefined }}>{children}</Uploads>;
}

/** Opens the upload. */
export function useMaterialUploads() {
  return useContext(Uploads);
}
