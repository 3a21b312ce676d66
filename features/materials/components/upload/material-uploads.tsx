'use client';

/** Opens the upload dialog from anywhere on the pages about materials. */
export function useMaterialUploads(): { open(target?: { engineType: string; engineVersion: string }): void } {
  return { open: () => undefined };
}
