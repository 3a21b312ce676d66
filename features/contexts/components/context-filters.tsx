'use client';

import { useTranslations } from 'next-intl';
import { memo, type RefObject, useState } from 'react';
import { Filters, SearchBox } from '@/components/data-table/filters';
import {
  CONTEXT_FILTERS,
  type ContextFilterName,
  type ContextListChange,
  type ContextListState,
  isFiltered,
  isSet,
  NO_FILTERS,
} from '../search-params';
import { ContextFilterChip } from './context-filter-chip';

interface ContextFiltersProps {
  state: ContextListState;
  onChange: (change: ContextListChange) => void;
  searchRef: RefObject<HTMLInputElement | null>;
}

/** What was typed into the box: an external id or a number names a context, anything else a user. */
function meant(text: string): ContextListChange {
  return /^\d+$|--/.test(text) ? { contextId: text } : { user: text };
}

/** Everything that narrows the list: the search box and a chip per filter. */
export const ContextFilters = memo(function ContextFilters({ state, onChange, searchRef }: ContextFiltersProps) {
  const t = useTranslations('contexts');
  const [editing, setEditing] = useState<ContextFilterName | null>(null);
  const shown = CONTEXT_FILTERS.filter((name) => isSet(state, name) || name === editing);
  return (
    <Filters
      label={t('filtering')}
      filters={CONTEXT_FILTERS.map((name) => ({ name, label: t(`filters.${name}`) }))}
      addLabel={t('addFilter')}
      onAdd={setEditing}
      clearLabel={t('clearFilters')}
      onClear={isFiltered(state) ? () => onChange(NO_FILTERS) : undefined}
    >
      <SearchBox
        inputRef={searchRef}
        label={t('search')}
        hint={t('searchHint')}
        maxLength={500}
        onSubmit={(text) => onChange({ ...meant(text), cursor: null })}
      />
      {shown.map((name) => (
        <ContextFilterChip
          key={name}
          name={name}
          state={state}
          editing={name === editing}
          onEditing={(open) => setEditing(open ? name : null)}
          onChange={onChange}
        />
      ))}
    </Filters>
  );
});
