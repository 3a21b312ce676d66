import { Button, Switch, Textarea } from '@mantine/core';
import { useTranslations } from 'next-intl';
import { type FormEvent, useState } from 'react';
import { ErrorBanner } from '@/components/states';
import type { InspectionReport } from '@/contracts/material-uploads';
import { uploads } from '../../upload/browser-uploads';
import { usePublishUpload } from '../../uploads-api';
import classes from './report.module.css';

const LONGEST_NOTE = 2000;

interface PublishFormProps {
  uploadKey: string;
  uploadId: string;
  report: InspectionReport;
}

/** Makes what was inspected current, with a note. */
export function PublishForm({ uploadKey, uploadId, report }: PublishFormProps) {
  const t = useTranslations('materialUpload');
  const publish = usePublishUpload(uploadId);
  const [note, setNote] = useState('');
  const [force, setForce] = useState(false);
  const isSame = report.engines.every(({ materials }) => materials.every(({ change }) => change === 'same'));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (publish.isPending) return;
    const body = note.trim() === '' ? { force } : { force, note: note.trim() };
    publish.mutate(body, { onSuccess: (result) => uploads.published(uploadKey, result) });
  };
  return (
    <form className={classes.publish} onSubmit={submit}>
      {isSame && <p>{t('nothingNew')}</p>}
      <Textarea
        label={t('note')}
        description={t('noteHint')}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
        maxLength={LONGEST_NOTE}
        autosize
        minRows={2}
        maxRows={6}
      />
      <Switch
        label={t('force')}
        description={t('forceHint')}
        checked={force}
        onChange={(event) => setForce(event.currentTarget.checked)}
      />
      {publish.error && <ErrorBanner error={publish.error} />}
      <div className={classes.publishEnd}>
        <Button type="submit" loading={publish.isPending}>
          {t('publish')}
        </Button>
      </div>
    </form>
  );
}
