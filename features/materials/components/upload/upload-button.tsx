'use client';

import { Button } from '@mantine/core';
import { IconUpload } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import type { UploadTarget } from '../../upload/upload-server';
import { useMaterialUploads } from './material-uploads';

/** Opens the upload dialog, for one engine version when there is a target. */
export function UploadButton({ target }: { target?: UploadTarget }) {
  const t = useTranslations('materialUpload');
  const uploads = useMaterialUploads();
  return (
    <Button leftSection={<IconUpload size={14} aria-hidden />} onClick={() => uploads.open(target)}>
      {t('button')}
    </Button>
  );
}
