'use client';

import { Button } from '@mantine/core';
import { useTranslations } from 'next-intl';
import { FormCard } from '@/components/layout/form-card';

/** A page that could not be drawn; its digest finds the cause in the server's log. */
export default function ErrorPage({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  const t = useTranslations('states');
  return (
    <FormCard title={t('pageBroken')}>
      <p style={{ margin: 0 }}>{t('pageBrokenHint')}</p>
      {error.digest && (
        <p style={{ margin: 0 }}>
          {t('requestId')} <span className="er-mono">{error.digest}</span>
        </p>
      )}
      <Button size="sm" onClick={reset}>
        {t('retry')}
      </Button>
    </FormCard>
  );
}
