'use client';

import { Button } from '@mantine/core';
import {
  IconArrowBackUp,
  IconCircleCheck,
  IconDatabase,
  IconDownload,
  IconRefresh,
  IconRestore,
  IconUpload,
  type TablerIcon,
} from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { BytesText } from '@/components/bytes-text';
import { Panel } from '@/components/panel';
import { Tag } from '@/components/tag';
import { TimeText } from '@/components/time-text';
import type { MaterialDetail, MaterialRelease } from '@/contracts/materials';
import { pluginHref } from '../../detail-api';
import { releaseDirection } from '../../detail-format';
import classes from './detail.module.css';
import { RollbackDialog } from './rollback-dialog';

const ICONS: Record<MaterialRelease['kind'], TablerIcon> = {
  upload: IconUpload,
  refresh: IconRefresh,
  rollback: IconArrowBackUp,
  restore: IconRestore,
  adopted: IconDatabase,
};

/** What uploads, refreshes, rollbacks and restores made of an engine version, newest first. */
export function ReleaseTimeline({ detail }: { detail: MaterialDetail }) {
  const t = useTranslations('materialDetail.releases');
  const [target, setTarget] = useState<MaterialRelease | null>(null);
  return (
    <Panel title={t('title')} actions={<span className="er-dim">{t('count', { count: detail.releases.length })}</span>}>
      {detail.releases.length === 0 && <p className={classes.lead}>{t('none')}</p>}
      <ol className={classes.releases}>
        {detail.releases.map((release) => (
          <li key={release.number} data-current={release.current || undefined}>
            <Release detail={detail} release={release} onRollBack={() => setTarget(release)} />
          </li>
        ))}
      </ol>
      {target && (
        <RollbackDialog
          detail={detail}
          target={{ release: target.number }}
          direction={releaseDirection(target, detail)}
          what={t('named', { number: target.number })}
          onClose={() => setTarget(null)}
        />
      )}
    </Panel>
  );
}

interface ReleaseProps {
  detail: MaterialDetail;
  release: MaterialRelease;
  onRollBack: () => void;
}

function Release({ detail, release, onRollBack }: ReleaseProps) {
  const t = useTranslations('materialDetail.releases');
  const { number } = release;
  return (
    <article className={classes.release} aria-label={t('named', { number })}>
      <div className={classes.releaseHead}>
        <h3>{t('heading', { number })}</h3>
        <Tag tone="quiet" Icon={ICONS[release.kind]}>
          {t(`kinds.${release.kind}`)}
        </Tag>
        {release.current && (
          <Tag tone="good" Icon={IconCircleCheck} title={t('currentHint')}>
            {t('current')}
          </Tag>
        )}
        <TimeText time={release.createdTime} withAge />
        <span className="er-dim">{release.createdBy}</span>
        <span className={classes.releaseTools}>
          {release.hasPlugin && (
            <Button
              component="a"
              href={pluginHref({ engineType: detail.engineType, engineVersion: detail.engineVersion }, number)}
              download
              size="compact-xs"
              variant="subtle"
              color="gray"
              aria-label={t('pluginNamed', { number })}
              leftSection={<IconDownload size={14} aria-hidden />}
            >
              {t('plugin')}
            </Button>
          )}
          {!release.current && (
            <Button size="compact-xs" variant="default" onClick={onRollBack}>
              {t(releaseDirection(release, detail), { number })}
            </Button>
          )}
        </span>
      </div>
      <ReleaseFacts release={release} />
    </article>
  );
}

function ReleaseFacts({ release }: { release: MaterialRelease }) {
  const t = useTranslations('materialDetail.releases');
  return (
    <>
      <ul className={classes.releaseFiles} aria-label={t('versions')}>
        {release.files.map(({ fileName, materialVersion, isNew }) => (
          <li key={fileName}>
            <span className="er-mono">
              {fileName} {materialVersion}
            </span>
            {isNew && <span className="er-dim"> {t('isNew')}</span>}
          </li>
        ))}
      </ul>
      {release.fileName && (
        <p>
          <span className="er-dim">{t('archive')}</span> {release.fileName}
          {release.fileSizeBytes !== null && (
            <>
              {' '}
              <span className="er-dim">
                (<BytesText bytes={release.fileSizeBytes} />)
              </span>
            </>
          )}
        </p>
      )}
      {release.note && (
        <p>
          <span className="er-dim">{t('note')}</span> {release.note}
        </p>
      )}
    </>
  );
}
