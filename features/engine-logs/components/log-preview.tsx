import { plainText } from '@/components/log-viewer/ansi';
import type { LogPage } from '@/contracts/engine-logs';
import classes from './engine-logs.module.css';

/** More than fit into any window. */
const PREVIEW_LINES = 60;
const PREVIEW_CHARACTERS = 400;

/** The end of a log as plain text, where the reader will draw it: there to be read before any script is. */
export function LogPreview({ end }: { end: LogPage }) {
  const lines = end.lines.slice(-PREVIEW_LINES);
  return (
    <pre className={classes.preview}>
      {lines.map(({ text }) => plainText(text.slice(0, PREVIEW_CHARACTERS))).join('\n')}
    </pre>
  );
}
