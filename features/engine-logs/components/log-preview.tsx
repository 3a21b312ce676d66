import type { LogPage } from '@/contracts/engine-logs';
import classes from './engine-logs.module.css';

/** More than fit into any window. */
const PREVIEW_LINES = 60;
const PREVIEW_CHARACTERS = 400;

// The reader shows colours and makes the unseen visible; what it knows for that comes with it, and is too much for here.
// biome-ignore lint/suspicious/noControlCharactersInRegex: what terminals write to change colours
const COLOURS = /\x1b\[[0-?]*[ -/]*[@-~]/g;
/** Characters that are not seen but change how others read. */
const UNSEEN = /[^\P{C}\t]/gu;

/** The end of a log as plain text, where the reader will draw it: there to be read before any script is. */
export function LogPreview({ end }: { end: LogPage }) {
  const lines = end.lines.slice(-PREVIEW_LINES);
  return (
    <pre className={classes.preview}>
      {lines.map(({ text }) => text.slice(0, PREVIEW_CHARACTERS).replace(COLOURS, '').replace(UNSEEN, '')).join('\n')}
    </pre>
  );
}
