import type { LogPart } from '@/components/log-viewer/log-source';

/** The place of a line as links hold it: it is found again when the log's files are renamed or archived. */
export function anchorAt(parts: readonly LogPart[], offset: number): string | null {
  const part = parts.findLast(({ startOffset }) => startOffset <= offset);
  return part ? `${part.fingerprint}-${offset - part.startOffset}` : null;
}
