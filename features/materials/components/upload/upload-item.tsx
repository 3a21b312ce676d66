import {
  IconAlertTriangle,
  IconChevronDown,
  IconChevronRight,
  IconCircleCheck,
  IconCircleX,
  IconClock,
  IconFileZip,
  IconListCheck,
  IconPlayerPause,
  IconSearch,
  IconUpload,
  type TablerIcon,
} from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import { useEffect } from 'react';
import { BytesText } from '@/components/bytes-text';
import { LoadingState } from '@/components/states';
import { Tag, type Tone } from '@/components/tag';
import { uploads } from '../../upload/browser-uploads';
import type { Phase, Upload } from '../../upload/upload';
import classes from './dialog.module.css';
import { PublishForm } from './publish-form';
import { PublishResult } from './publish-result';
import { ReportView } from './report-view';
import { UploadActions } from './upload-actions';
import { UploadProgress } from './upload-progress';
import { UploadTrouble } from './upload-trouble';

const LOOKS: Record<Phase, { tone: Tone; Icon: TablerIcon }> = {
  queued: { tone: 'quiet', Icon: IconClock },
  sending: { tone: 'info', Icon: IconUpload },
  waiting: { tone: 'warn', Icon: IconAlertTriangle },
  paused: { tone: 'quiet', Icon: IconPlayerPause },
  stopped: { tone: 'bad', Icon: IconCircleX },
  orphaned: { tone: 'warn', Icon: IconClock },
  inspecting: { tone: 'info', Icon: IconSearch },
  inspected: { tone: 'good', Icon: IconListCheck },
  refused: { tone: 'bad', Icon: IconCircleX },
  failed: { tone: 'bad', Icon: IconAlertTriangle },
  published: { tone: 'good', Icon: IconCircleCheck },
  ended: { tone: 'quiet', Icon: IconCircleCheck },
};

/** Whether there is more about an upload than its head. */
export function hasDetails({ phase }: Upload): boolean {
  return phase === 'inspected' || phase === 'refused' || phase === 'published';
}

interface UploadItemProps {
  upload: Upload;
  isUnfolded: boolean;
  onToggle: () => void;
  onChooseOther: () => void;
  /** The person goes to another page. */
  onLeave: () => void;
}

/** One archive: where it is, what can be done, and unfolded its report. */
export function UploadItem({ upload, isUnfolded, onToggle, onChooseOther, onLeave }: UploadItemProps) {
  const t = useTranslations('materialUpload');
  const { fileName, sizeBytes, phase, key } = upload;
  const { tone, Icon } = LOOKS[phase];
  const canUnfold = hasDetails(upload);
  const Chevron = isUnfolded ? IconChevronDown : IconChevronRight;
  return (
    <li className={classes.item}>
      <div className={classes.itemHead}>
        {canUnfold ? (
          <button
            type="button"
            className={classes.fold}
            aria-expanded={isUnfolded}
            aria-label={t(isUnfolded ? 'hide' : 'show', { fileName })}
            onClick={onToggle}
          >
            <Chevron size={16} aria-hidden />
          </button>
        ) : (
          <IconFileZip className={classes.fileIcon} size={16} aria-hidden />
        )}
        <span className={classes.fileName}>{fileName}</span>
        <span className="er-dim">
          <BytesText bytes={sizeBytes} />
        </span>
        <Tag tone={tone} Icon={Icon}>
          {t(`phases.${phase}`)}
        </Tag>
        {upload.target && (
          <span className="er-dim">
            {upload.target.engineType} {upload.target.engineVersion}
          </span>
        )}
        <UploadActions key={key} upload={upload} />
      </div>
      <UploadProgress upload={upload} />
      <UploadTrouble upload={upload} />
      {canUnfold && isUnfolded && <Details upload={upload} onChooseOther={onChooseOther} onLeave={onLeave} />}
    </li>
  );
}

type DetailsProps = Pick<UploadItemProps, 'upload' | 'onChooseOther' | 'onLeave'>;

function Details({ upload, onChooseOther, onLeave }: DetailsProps) {
  const { key, uploadId, phase, report, result, error } = upload;
  // Lists of uploads come without their reports.
  const isMissing = report === null && error === null;
  useEffect(() => {
    if (isMissing) void uploads.loadReport(key);
  }, [isMissing, key]);
  if (!report) return isMissing ? <LoadingState rows={4} /> : null;
  if (phase === 'published' && result)
    return <PublishResult result={result} fileName={upload.fileName} onLeave={onLeave} />;
  return (
    <div className={classes.details}>
      <ReportView report={report} fileName={upload.fileName} onChooseOther={onChooseOther} />
      {phase === 'inspected' && uploadId && <PublishForm uploadKey={key} uploadId={uploadId} report={report} />}
    </div>
  );
}
