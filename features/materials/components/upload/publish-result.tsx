import { IconCircleCheck, IconEqual } from '@tabler/icons-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useEffect, useRef } from 'react';
import type { Publication } from '../../upload/upload';
import classes from './report.module.css';

interface PublishResultProps {
  result: Publication;
  fileName: string;
  onLeave: () => void;
}

/** What publishing brought: which versions are current now, or that nothing changed. */
export function PublishResult({ result, fileName, onLeave }: PublishResultProps) {
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
        <EngineResult key={`${engine.engineType}/${engine.engineVersion}`} engine={engine} onLeave={onLeave} />
      ))}
    </div>
  );
}

type EnginePublication = Publication['engines'][number];

function VersionText({ material }: { material: EnginePublication['materials'][number] }) {
  const t = useTranslations('materialUpload');
  const { materialVersion: version, previousVersion: previous, isNew } = material;
  if (!isNew) return t('versionSame', { version });
  return previous === null ? t('versionNew', { version }) : t('versionFrom', { version, previous });
}

function EngineResult({ engine, onLeave }: { engine: EnginePublication; onLeave: () => void }) {
  const t = useTranslations('materialUpload');
  const { engineType, engineVersion, release, materials } = engine;
  return (
    <section className={classes.section}>
      <h4>
        {engineType} {engineVersion}
        {release !== null && <span className="er-dim"> {t('release', { number: release })}</span>}
      </h4>
      {release === null && <p>{t('nothingText', { engineType, engineVersion })}</p>}
      <p className="er-dim">{t('nowCurrent')}</p>
      <dl className={classes.versions}>
        {materials.map((material) => (
          <div key={material.fileName}>
            <dt>{material.fileName}</dt>
            <dd>
              <VersionText material={material} />
            </dd>
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
