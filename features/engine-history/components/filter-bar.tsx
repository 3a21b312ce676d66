'use client';

import { useTranslations } from 'next-intl';
import { memo, type RefObject, useState } from 'react';
import { Filters, SearchBox } from '@/components/data-table/filters';
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
    <Filters
      label={t('filtering')}
      filters={names.map((name) => ({ name, label: t(`filters.${name}`) }))}
      addLabel={t('addFilter')}
      onAdd={setEditing}
      clearLabel={t('clearFilters')}
      onClear={isFiltered(state) ? () => onChange(NO_FILTERS) : undefined}
    >
      <SearchBox
        inputRef={quickRef}
        label={t('quickFilter')}
        hint={t('quickFilterHint')}
        maxLength={128}
        onSubmit={addQuick}
      />
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
    </Filters>
  );
});
