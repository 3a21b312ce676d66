import { useSyncExternalStore } from 'react';
import { uploads } from '../../upload/browser-uploads';
import type { Upload } from '../../upload/upload';

const NONE: readonly Upload[] = [];

/** The uploads of this tab, oldest first. */
export function useUploads(): readonly Upload[] {
  return useSyncExternalStore(uploads.watch, uploads.current, () => NONE);
}
