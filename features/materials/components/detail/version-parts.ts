import type { MaterialDetail } from '@/contracts/materials';

/** A material with its versions. */
export interface MaterialParts {
  detail: MaterialDetail;
  material: MaterialDetail['materials'][number];
}

/** A dialog that somebody asked for, about one version. */
export interface Asked {
  kind: 'rollBack' | 'files' | 'protect' | 'unprotect' | 'delete' | 'restore';
  version: string;
}
