import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { FormCard } from '@/components/layout/form-card';

/** An address that no page has. */
export default function NotFound() {
  const t = useTranslations('states');
  return (
    <FormCard title={t('pageNotFound')}>
      <p style={{ margin: 0 }}>{t('pageNotFoundHint')}</p>
      <Link href="/engine-history">{t('toStart')}</Link>
    </FormCard>
  );
}
