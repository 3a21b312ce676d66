'use client';

import { Button } from '@mantine/core';
import { useTranslations } from 'next-intl';
import classes from './contexts.module.css';

interface TurnerProps {
  /** Whether this is another page than the first. */
  first: boolean;
  previous: string | null;
  next: string | null;
  onCursor: (cursor: string | null) => void;
}

/** Turns the pages of a list within a page; nothing when there is one page only. */
export function Turner({ first, previous, next, onCursor }: TurnerProps) {
  const t = useTranslations('table');
  if (!first && next === null) return null;
  return (
    <nav className={classes.turner} aria-label={t('paging')}>
      <Button variant="default" disabled={!first} onClick={() => onCursor(null)}>
        {t('first')}
      </Button>
      <Button variant="default" disabled={!first || previous === null} onClick={() => onCursor(previous)}>
        {t('previous')}
      </Button>
      <Button variant="default" disabled={next === null} onClick={() => onCursor(next)}>
        {t('next')}
      </Button>
    </nav>
  );
}
