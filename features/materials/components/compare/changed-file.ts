import type { compareMaterialVersions } from '@/contracts/material-versions';

/** Two versions compared, as the API answers. */
export type Comparison = (typeof compareMaterialVersions)['data']['_zod']['output'];
/** A file that differs. */
export type ChangedFile = Comparison['files'][number];
