import { IconCircleCheck, IconEqual } from '@tabler/icons-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useEffect, useRef } from 'react';
import type { InspectionReport } from '@/contracts/material-uploads';
import type { Publication } from '../../upload/upload';
import classes from './report.module.css';

interface PublishResultProps {
  report: InspectionReport;
  result: Publication;
  fileName: string;
  onLeave: () => void;
}

/** What publishing brought: which versions are current now, or that nothing changed. */
export function PublishResult({ report, result, fileName, onLeave }: PublishResultProps) {
  const t = useTranslations('materialUpload');
  const heading = useRef<HTMLHeadingElement>(null);
  // The button that was pressed is gone; reading goes on here.
  useEffect(() => heading.current?.focus(), []);
  const isNothing = result.engines.every(({ release }) => release === null);
  const Icon = isNothing ? IconEqual : IconCircleCheck;
  return (
    <div className={classes.report}>
      <div className={classes.verdict} data-tone={isNothing ? 'quiet' : 'good'}>
        <Icon size={20} aria-hidden />
        <h3 ref={heading} tabIndex={-1}>
          {t('ofFile', { action: t(isNothing ? 'nothingTitle' : 'publishedTitle'), fileName })}
        </h3>
      </div>
      {result.engines.map((engine) => (
        <EngineResult
          key={`${engine.engineType}/${engine.engineVersion}`}
          engine={engine}
          before={materialsBefore(report, engine)}
          onLeave={onLeave}
        />
      ))}
    </div>
  );
}

type EnginePublication = Publication['engines'][number];

/** `2.4.3` and `v2.4.3` are one. */
const plainVersion = (version: string) => version.replace(/^v/, '');

function materialsBefore(report: InspectionReport, { engineType, engineVersion }: EnginePublication) {
  const isIt = (other: InspectionReport['engines'][number]) =>
    other.engineType === engineType && plainVersion(other.engineVersion) === plainVersion(engineVersion);
  return report.engines.find(isIt)?.materials ?? [];
}

function EngineResult({
  engine,
  before,
  onLeave,
}: {
  engine: EnginePublication;
  before: InspectionReport['engines'][number]['materials'];
  onLeave: () => void;
}) {
  const t = useTranslations('materialUpload');
  const { engineType, engineVersion, release, materials } = engine;
  const isTouched = new Set(materials.map(({ fileName }) => fileName));
  const untouched = before.filter(({ fileName }) => !isTouched.has(fileName));
  return (
    <section className={classes.section}>
      <h4>
        {engineType} {engineVersion}
        {release !== null && <span className="er-dim"> {t('release', { number: release })}</span>}
      </h4>
      {release === null && <p>{t('nothingText', { engineType, engineVersion })}</p>}
      <dl className={classes.versions} aria-label={t('nowCurrent')}>
        {materials.map(({ fileName, materialVersion: version, previousVersion: previous }) => (
          <div key={fileName}>
            <dt>{fileName}</dt>
            <dd>{previous === null ? t('versionNew', { version }) : t('versionFrom', { version, previous })}</dd>
          </div>
        ))}
        {untouched.map(({ fileName, against }) => (
          <div key={fileName}>
            <dt>{fileName}</dt>
            <dd>{t('versionSame', { version: against ?? '' })}</dd>
          </div>
        ))}
      </dl>
      <p>
        <Link
          href={`/materials/${encodeURIComponent(engineType)}/${encodeURIComponent(engineVersion)}`}
          onClick={onLeave}
          prefetch={false}
        >
          {t('toEngine', { engineType, engineVersion })}
        </Link>
      </p>
    </section>
  );
}
