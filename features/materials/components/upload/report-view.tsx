import { Button } from '@mantine/core';
import { IconCircleCheck, IconCircleX } from '@tabler/icons-react';
import { useLocale, useTranslations } from 'next-intl';
import { CopyButton } from '@/components/copy-button';
import type { InspectionReport } from '@/contracts/material-uploads';
import { formatBytes } from '@/lib/bytes';
import { EngineReport } from './engine-report';
import { FileTree } from './file-tree';
import { Findings } from './findings';
import classes from './report.module.css';

interface ReportViewProps {
  report: InspectionReport;
  fileName: string;
  onChooseOther: () => void;
}

/** What an inspection found, the verdict first. */
export function ReportView({ report, fileName, onChooseOther }: ReportViewProps) {
  const t = useTranslations('materialUpload');
  const locale = useLocale();
  const { accepted, faults, warnings, warningsTotal, engines, archive } = report;
  return (
    <div className={classes.report}>
      <div className={classes.verdict} data-tone={accepted ? 'good' : 'bad'}>
        {accepted ? <IconCircleCheck size={20} aria-hidden /> : <IconCircleX size={20} aria-hidden />}
        <div>
          <h3>{t(accepted ? 'acceptedTitle' : 'refusedTitle')}</h3>
          <p>
            {accepted
              ? t('acceptedText', {
                  fileName,
                  engines: engines.length,
                  files: archive.files,
                  size: formatBytes(archive.unpackedBytes, locale),
                })
              : t('refusedText', { fileName, count: faults.length })}
          </p>
        </div>
        {!accepted && (
          <Button size="compact-sm" variant="default" onClick={onChooseOther}>
            {t('chooseOther')}
          </Button>
        )}
      </div>
      {faults.length > 0 && (
        <Findings
          title={t('faultsTitle', { count: faults.length })}
          tone="bad"
          findings={faults.map((fault) => ({ ...fault, title: t(`faults.${fault.code}`) }))}
        />
      )}
      {accepted &&
        engines.map((engine) => <EngineReport key={`${engine.engineType}/${engine.engineVersion}`} engine={engine} />)}
      {warnings.length > 0 && (
        <Findings
          title={t('warningsTitle', { count: warningsTotal })}
          tone="warn"
          findings={warnings.map((warning) => ({ ...warning, title: t(`warnings.${warning.code}`) }))}
          note={warningsTotal > warnings.length ? t('warningsKept', { count: warnings.length }) : undefined}
        />
      )}
      {report.tree.length > 0 && <FileTree files={report.tree} total={archive.files} />}
      <p className={classes.sha}>
        <span className="er-dim">{t('archiveSha')}</span> <span className="er-mono">{archive.sha256}</span>
        <CopyButton text={archive.sha256} what={t('archiveSha')} />
      </p>
    </div>
  );
}
