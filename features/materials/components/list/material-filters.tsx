'use client';

import { useTranslations } from 'next-intl';
import { memo, type RefObject, useState } from 'react';
import { Filters, SearchBox } from '@/components/data-table/filters';
import {
  isFiltered,
  isSet,
  MATERIAL_FILTERS,
  type MaterialFilterName,
  type MaterialListChange,
  type MaterialListState,
  NO_FILTERS,
} from '../../search-params';
import { MaterialFilterChip } from './material-filter-chip';

interface MaterialFiltersProps {
  state: MaterialListState;
  onChange: (change: MaterialListChange) => void;
  /** All engine types that have materials. */
  engineTypes: string[];
  searchRef: RefObject<HTMLInputElement | null>;
}

/** Everything that narrows the list: the search box and a chip per filter. */
export const MaterialFilters = memo(function MaterialFilters({
  state,
  onChange,
  engineTypes,
  searchRef,
}: MaterialFiltersProps) {
  const t = useTranslations('materials');
  const [editing, setEditing] = useState<MaterialFilterName | null>(null);
  const shown = MATERIAL_FILTERS.filter((name) => isSet(state, name) || name === editing);
  return (
    <Filters
      label={t('filtering')}
      filters={MATERIAL_FILTERS.map((name) => ({ name, label: t(`filters.${name}`) }))}
      addLabel={t('addFilter')}
      onAdd={setEditing}
      clearLabel={t('clearFilters')}
      onClear={isFiltered(state) ? () => onChange(NO_FILTERS) : undefined}
    >
      <SearchBox
        inputRef={searchRef}
        label={t('search')}
        hint={t('searchHint')}
        maxLength={100}
        onSubmit={(search) => onChange({ search, cursor: null })}
      />
      {shown.map((name) => (
        <MaterialFilterChip
          key={name}
          name={name}
          state={state}
          engineTypes={engineTypes}
          editing={name === editing}
          onEditing={(open) => setEditing(open ? name : null)}
          onChange={onChange}
        />
      ))}
    </Filters>
  );
});
