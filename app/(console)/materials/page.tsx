import { getTranslations } from 'next-intl/server';
import { PageHeader } from '@/components/layout/page-header';
import { UploadButton } from '@/features/materials/components/upload/upload-button';

/** A place to upload from. */
export default async function MaterialsPage() {
  const t = await getTranslations('shell.pages');
  return <PageHeader title={t('materials')} actions={<UploadButton />} />;
}
