'use client';

import { Button, NativeSelect } from '@mantine/core';
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import { type ReactNode, useId } from 'react';
import classes from './data-table.module.css';

const SIZES = ['20', '50', '100', '200'];

interface PagerProps {
  /** What is shown and how much there is. */
  summary: ReactNode;
  pageSize: number;
  onPageSize: (size: number) => void;
  onFirst?: () => void;
  onPrevious?: () => void;
  onNext?: () => void;
}

/** Foot of a list; a direction without a page is disabled. */
export function Pager({ summary, pageSize, onPageSize, onFirst, onPrevious, onNext }: PagerProps) {
  const t = useTranslations('table');
  const id = useId();
  const sizes = SIZES.includes(String(pageSize)) ? SIZES : [String(pageSize), ...SIZES];
  return (
    <nav className={classes.pager} aria-label={t('paging')}>
      {summary}
      <div className={classes.pagerEnd}>
        <label className={classes.pageSize} htmlFor={id}>
          {t('rowsPerPage')}
        </label>
        <NativeSelect
          id={id}
          w={72}
          data={sizes}
          value={String(pageSize)}
          onChange={(event) => onPageSize(Number(event.currentTarget.value))}
        />
        <Button variant="default" disabled={!onFirst} onClick={onFirst}>
          {t('first')}
        </Button>
        <Button
          variant="default"
          disabled={!onPrevious}
          onClick={onPrevious}
          leftSection={<IconChevronLeft size={14} aria-hidden />}
        >
          {t('previous')}
        </Button>
        <Button
          variant="default"
          disabled={!onNext}
          onClick={onNext}
          rightSection={<IconChevronRight size={14} aria-hidden />}
        >
          {t('next')}
        </Button>
      </div>
    </nav>
  );
}
