import type { ReactNode } from 'react';
import classes from './form-card.module.css';
import { LanguageMenu } from './language-menu';
import { SchemeMenu } from './scheme-menu';

/** A page of one form, before the console: product name, title, form, and the switches for language and colours. */
export function FormCard({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className={classes.page}>
      <header className={classes.top}>
        <LanguageMenu />
        <SchemeMenu />
      </header>
      <main className={classes.main}>
        <div className={classes.card}>
          <span className={classes.product}>Engineroom</span>
          <h1 className={classes.title}>{title}</h1>
          <div className={classes.form}>{children}</div>
        </div>
      </main>
    </div>
  );
}
