import type { ReactNode } from 'react';
import classes from './data-table.module.css';

/** The place in which a table scrolls; reachable by keyboard. `fill` takes the room that the page leaves. */
export function TableScroller({
  label,
  fill = false,
  children,
}: {
  label: string;
  fill?: boolean;
  children: ReactNode;
}) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard (WCAG 2.1.1)
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for forms
    <div role="group" aria-label={label} className={fill ? classes.scroller : classes.plain} tabIndex={0}>
      {children}
    </div>
  );
}
