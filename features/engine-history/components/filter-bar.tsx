'use client';

import { Button, Menu, TextInput } from '@mantine/core';
import { IconFilterPlus, IconSearch } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import { memo, type RefObject, useState } from 'react';
import classes from '@/components/data-table/filters.module.css';
import { useEngineFacets } from '../api';
import { readQuickFilter } from '../quick-filter';
import {
  FIRST_PAGE,
  type FilterName,
  isFiltered,
  LIST_FILTERS,
  type ListState,
  NO_FILTERS,
  TEXT_FILTERS,
} from '../search-params';
import { FilterChip } from './filter-chip';
import { type ListChange, TimeRangeMenu } from './time-range-menu';

interface FilterBarProps {
  state: ListState;
  onChange: (change: ListChange) => void;
  seesAllUsers: boolean;
  quickRef: RefObject<HTMLInputElement | null>;
}

/** Everything that narrows the list: the quick box, the time range, and a chip per filter. */
export const FilterBar = memo(function FilterBar({ state, onChange, seesAllUsers, quickRef }: FilterBarProps) {
  const t = useTranslations('engineHistory');
  const facets = useEngineFacets().data;
  const [editing, setEditing] = useState<FilterName | null>(null);
  const names = [...LIST_FILTERS, ...TEXT_FILTERS].filter((name) => name !== 'user' || seesAllUsers);
  const isSet = (name: FilterName) => (state[name]?.length ?? 0) > 0;
  const shown = names.filter((name) => isSet(name) || name === editing);
  const addQuick = (text: string) => {
    const meant = readQuickFilter(text, facets, seesAllUsers);
    if (!meant) return;
    const { name, value } = meant;
    const old = state[name];
    onChange({ [name]: Array.isArray(old) ? [...new Set([...old, value])] : value, ...FIRST_PAGE });
  };
  return (
    <search className={classes.bar} aria-label={t('filtering')}>
      <QuickFilter inputRef={quickRef} onSubmit={addQuick} />
      <TimeRangeMenu state={state} onChange={onChange} />
      {shown.map((name) => (
        <FilterChip
          key={name}
          name={name}
          state={state}
          facets={facets}
          editing={name === editing}
          onEditing={(open) => setEditing(open ? name : null)}
          onChange={onChange}
        />
      ))}
      <Menu position="bottom-start" returnFocus={false}>
        <Menu.Target>
          <Button variant="subtle" color="gray" leftSection={<IconFilterPlus size={15} aria-hidden />}>
            {t('addFilter')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {names.map((name) => (
            <Menu.Item key={name} onClick={() => setEditing(name)}>
              {t(`filters.${name}`)}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      {isFiltered(state) && (
        <Button variant="subtle" color="gray" onClick={() => onChange(NO_FILTERS)}>
          {t('clearFilters')}
        </Button>
      )}
    </search>
  );
});

function QuickFilter({
  inputRef,
  onSubmit,
}: {
  inputRef: RefObject<HTMLInputElement | null>;
  onSubmit: (text: string) => void;
}) {
  const t = useTranslations('engineHistory');
  const [text, setText] = useState('');
  return (
    <form
      className={classes.quick}
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit(text);
        setText('');
      }}
    >
      <TextInput
        ref={inputRef}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => event.key === 'Escape' && event.currentTarget.blur()}
        aria-label={t('quickFilter')}
        placeholder={t('quickFilterHint')}
        leftSection={<IconSearch size={14} aria-hidden />}
        maxLength={128}
      />
    </form>
  );
}
