import { copiedText } from './line-text';
import type { LogLine, LogMatch, LogSource } from './log-source';

/** Characters that are copied at most. */
export const MOST_COPIED = 20 * 1024 * 1024;
const LINES_AT_ONCE = 2_000;

/** Thrown when more would have to be copied than a clipboard should hold. */
export class TooMuchToCopy extends Error {}

/** What was collected. */
export interface Collected {
  texts: string[];
  /** Lines of which only the beginning is here. */
  cut: number;
}

interface Wish {
  source: LogSource;
  match: LogMatch | null;
  showTimes: boolean;
  /** Where the first line is; empty for the start of the log. */
  cursor: string;
  /** True for lines that are still wanted; the first other one ends it. */
  wanted: (line: LogLine, index: number) => boolean;
  signal: AbortSignal;
}

/** Reads the texts of lines from a place on. @throws TooMuchToCopy */
export async function collectLines({ source, match, showTimes, cursor, wanted, signal }: Wish): Promise<Collected> {
  const found: Collected = { texts: [], cut: 0 };
  let characters = 0;
  let place = cursor === '' ? { percent: 0 } : { after: cursor };
  for (;;) {
    const page = await source.read(place, match, LINES_AT_ONCE, signal);
    for (const line of page.lines) {
      if (!wanted(line, found.texts.length)) return found;
      const text = copiedText(line, showTimes);
      characters += text.length + 1;
      if (characters > MOST_COPIED) throw new TooMuchToCopy();
      found.texts.push(text);
      if (line.cut) found.cut++;
    }
    if (page.atEnd || ('after' in place && page.after === place.after)) return found;
    place = { after: page.after };
  }
}
