import type { CleanupRule } from '@/contracts/cleanup';
import { previewCleanup, readRun } from '@/server/cleanup/service';
import { workOnPreviews } from '@/server/cleanup/work';
import type { Context } from '@/server/platform/context';

/** Makes a preview at once, as the background does, and tells which it is and how many seconds it took. */
export async function makeOnePreview(context: Context, rule: CleanupRule) {
  const { id } = await previewCleanup(context, { subject: 'contexts', rule });
  const started = performance.now();
  await workOnPreviews(context, new AbortController().signal);
  const seconds = (performance.now() - started) / 1000;
  const preview = await readRun(context, id);
  if (preview.state !== 'previewed') throw new Error(`the preview was not made: ${preview.error}`);
  return { seconds, preview };
}
