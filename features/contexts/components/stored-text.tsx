import { prettyText } from '../format';
import classes from './contexts.module.css';

interface StoredTextProps {
  label: string;
  text: string;
  /** Whether it is only a beginning, which is no JSON. */
  truncated: boolean;
}

/** A text as a program stored it, in a box that scrolls; JSON with its structure shown. Never more than text. */
export function StoredText({ label, text, truncated }: StoredTextProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a long text is scrolled by keys
    <section className={classes.text} aria-label={label} tabIndex={0}>
      <pre>{truncated ? text : prettyText(text)}</pre>
    </section>
  );
}
