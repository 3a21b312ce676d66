import { Button, Group } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { uploads as all } from '../../upload/browser-uploads';
import type { Upload } from '../../upload/upload';

/** Gives up all uploads that are not published, after a question. Not there for a single one, which has its own button. */
export function DiscardAll({ uploads }: { uploads: readonly Upload[] }) {
  const t = useTranslations('materialUpload');
  const [asking, setAsking] = useState(false);
  const open = uploads.filter(({ phase }) => phase !== 'published' && phase !== 'ended');
  if (open.length < 2) return null;
  if (!asking)
    return (
      <Button
        size="compact-sm"
        variant="default"
        leftSection={<IconTrash size={14} aria-hidden />}
        onClick={() => setAsking(true)}
      >
        {t('discardAll', { count: open.length })}
      </Button>
    );
  const discard = () => {
    setAsking(false);
    for (const { key } of open) void all.discard(key);
  };
  return (
    <Group gap="xs" role="alert">
      <span>{t('discardAllQuestion', { count: open.length })}</span>
      <Button size="compact-sm" color="red" onClick={discard}>
        {t('discardAll', { count: open.length })}
      </Button>
      <Button size="compact-sm" variant="default" onClick={() => setAsking(false)} autoFocus>
        {t('keepAll')}
      </Button>
    </Group>
  );
}
