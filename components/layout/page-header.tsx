import type { ReactNode } from 'react';
import classes from './page-header.module.css';

/** Title line of a page: its only h1, what belongs to it, and its actions at the end. */
export function PageHeader({
  title,
  children,
  actions,
}: {
  title: ReactNode;
  children?: ReactNode;
  actions?: ReactNode;
}) {
  return (
    <div className={classes.header}>
      <h1 className={classes.title}>{title}</h1>
      {children}
      {actions && <div className={classes.actions}>{actions}</div>}
    </div>
  );
}
