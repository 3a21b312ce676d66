import type { ReactNode } from 'react';
import { MaterialUploads } from '@/features/materials/components/upload/material-uploads';

/** On every page about materials archives can be dropped, and uploads are in view. */
export default function MaterialsLayout({ children }: { children: ReactNode }) {
  return <MaterialUploads>{children}</MaterialUploads>;
}
