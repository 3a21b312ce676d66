'use client';

import { Fragment } from 'react';
import classes from './key-list.module.css';

interface KeyListProps {
  entries: readonly { keys: readonly string[]; text: string }[];
}

/** Keys and what they do. */
export function KeyList({ entries }: KeyListProps) {
  return (
    <dl className={classes.keys}>
      {entries.map(({ keys, text }) => (
        <Fragment key={keys.join()}>
          <dt>
            {keys.map((key) => (
              <kbd key={key}>{key}</kbd>
            ))}
          </dt>
          <dd>{text}</dd>
        </Fragment>
      ))}
    </dl>
  );
}
