'use client';

import { Button, NativeSelect } from '@mantine/core';
import { IconArrowsExchange } from '@tabler/icons-react';
import { useLocale, useTranslations } from 'next-intl';
import type { MaterialVersion } from '@/contracts/materials';
import { formatBytes } from '@/lib/bytes';
import classes from './compare.module.css';

interface VersionPickersProps {
  versions: readonly MaterialVersion[];
  from: string;
  to: string;
  onChoose: (pair: { from: string; to: string }) => void;
}

/** Which two versions are compared. */
export function VersionPickers({ versions, from, to, onChoose }: VersionPickersProps) {
  const t = useTranslations('materialCompare');
  const locale = useLocale();
  const data = versions.map((version) => {
    const text = version.current ? 'optionCurrent' : version.deleted ? 'optionDeleted' : 'option';
    const size = formatBytes(version.sizeBytes, locale);
    return { value: version.version, label: t(text, { version: version.version, size }) };
  });
  // An address may name a version that is gone: the choice must still say which.
  for (const name of [from, to]) if (!data.some(({ value }) => value === name)) data.push({ value: name, label: name });
  return (
    <div className={classes.pickers}>
      <NativeSelect
        label={t('from')}
        value={from}
        data={data}
        onChange={(event) => onChoose({ from: event.currentTarget.value, to })}
      />
      <Button
        variant="default"
        leftSection={<IconArrowsExchange size={15} aria-hidden />}
        onClick={() => onChoose({ from: to, to: from })}
      >
        {t('swap')}
      </Button>
      <NativeSelect
        label={t('to')}
        value={to}
        data={data}
        onChange={(event) => onChoose({ from, to: event.currentTarget.value })}
      />
    </div>
  );
}
