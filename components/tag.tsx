import type { TablerIcon } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import classes from './tag.module.css';

/** Meaning of a tag's colour. */
export type Tone = 'good' | 'info' | 'warn' | 'bad' | 'quiet';

/** A short state in words with an icon; the colour only repeats what they say. */
export function Tag({
  tone,
  Icon,
  children,
  title,
}: {
  tone: Tone;
  Icon?: TablerIcon;
  children: ReactNode;
  title?: string;
}) {
  return (
    <span className={classes.tag} data-tone={tone} title={title}>
      {Icon && <Icon size={13} stroke={2} aria-hidden />}
      {children}
    </span>
  );
}
