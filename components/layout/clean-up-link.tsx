import { Button } from '@mantine/core';
import { IconEraser } from '@tabler/icons-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';

interface CleanUpLinkProps {
  /** Address of a cleanup whose rule begins with a list's filters. */
  href: string;
  /** Names of filters that a rule cannot have, so that nobody takes them for part of it. */
  lost: readonly string[];
}

/** Leads from a list to a cleanup of the same rows. */
export function CleanUpLink({ href, lost }: CleanUpLinkProps) {
  const t = useTranslations('cleanUpLink');
  return (
    <>
      {lost.length > 0 && <span className="er-dim">{t('without', { names: lost.join(', ') })}</span>}
      <Button
        component={Link}
        href={href}
        prefetch={false}
        variant="default"
        leftSection={<IconEraser size={15} aria-hidden />}
      >
        {t('cleanUp')}
      </Button>
    </>
  );
}
