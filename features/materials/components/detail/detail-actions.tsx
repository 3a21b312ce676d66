'use client';

import { Button } from '@mantine/core';
import { IconTrash, IconUpload } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import type { MaterialDetail } from '@/contracts/materials';
import { useMaterialUploads } from '../upload/material-uploads';
import { DeleteEngineDialog } from './delete-engine-dialog';

/** What can be done to an engine version as a whole. */
export function DetailActions({ detail }: { detail: MaterialDetail }) {
  const t = useTranslations('materialDetail');
  const uploads = useMaterialUploads();
  const [deleting, setDeleting] = useState(false);
  const { engineType, engineVersion } = detail;
  return (
    <>
      <Button
        leftSection={<IconUpload size={15} aria-hidden />}
        onClick={() => uploads.open({ engineType, engineVersion })}
      >
        {t('update')}
      </Button>
      <Button variant="default" leftSection={<IconTrash size={15} aria-hidden />} onClick={() => setDeleting(true)}>
        {t('deleteEngine.action')}
      </Button>
      {deleting && <DeleteEngineDialog detail={detail} onClose={() => setDeleting(false)} />}
    </>
  );
}
