import { Button } from '@mantine/core';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import classes from './report.module.css';

const SHOWN_AT_FIRST = 8;

interface Finding {
  code: string;
  path: string | null;
  message: string;
  title: string;
}

interface FindingsProps {
  title: string;
  tone: 'bad' | 'warn';
  findings: Finding[];
  /** Said below, as when there are more than listed. */
  note?: string | undefined;
}

/** Faults or warnings: what, where, and what it means. Many are folded. */
export function Findings({ title, tone, findings, note }: FindingsProps) {
  const t = useTranslations('materialUpload');
  const [isLong, setLong] = useState(false);
  const shown = isLong ? findings : findings.slice(0, SHOWN_AT_FIRST);
  return (
    <section className={classes.section}>
      <h4>{title}</h4>
      <ul className={classes.findings} data-tone={tone}>
        {shown.map(({ code, path, message, title: kind }) => (
          <li key={`${code} ${path} ${message}`}>
            <div className={classes.findingHead}>
              <strong>{kind}</strong>
              <span className={path === null ? 'er-dim' : `er-mono ${classes.path}`}>{path ?? t('wholeArchive')}</span>
              <code className={`er-mono er-dim ${classes.code}`}>{code}</code>
            </div>
            <p>{message}</p>
          </li>
        ))}
      </ul>
      {findings.length > SHOWN_AT_FIRST && (
        <Button size="compact-sm" variant="default" aria-expanded={isLong} onClick={() => setLong(!isLong)}>
          {isLong ? t('showFewer') : t('showAll', { count: findings.length })}
        </Button>
      )}
      {note && <p className="er-dim">{note}</p>}
    </section>
  );
}
