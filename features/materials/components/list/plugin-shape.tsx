'use client';

import { useTranslations } from 'next-intl';
import classes from './material-list.module.css';

const LINES = [
  ['spark/', null],
  ['├─ dist/', null],
  ['│  └─ 3.2.1/', 'version'],
  ['│     ├─ conf/', 'conf'],
  ['│     └─ lib/', 'lib'],
  ['└─ plugin/', null],
  ['   └─ 3.2.1/', 'plugin'],
] as const;
const WIDTH = Math.max(...LINES.map(([line]) => line.length)) + 3;

/** What the archive of an engine plugin holds, drawn as a tree. */
export function PluginShape() {
  const t = useTranslations('materials.shape');
  return (
    <pre className={classes.tree}>
      {LINES.map(([line, note]) => (
        <div key={line}>
          {line.padEnd(note ? WIDTH : 0)}
          {note && <span>{t(note)}</span>}
        </div>
      ))}
    </pre>
  );
}
