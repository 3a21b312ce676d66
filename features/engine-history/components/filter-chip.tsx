'use client';

import { useTranslations } from 'next-intl';
import { Chip } from '@/components/data-table/chip';
import type { EngineRecordFacets } from '@/contracts/engine-history';
import { FIRST_PAGE, type FilterName, LIST_FILTERS, type ListFilterName, type ListState } from '../search-params';
import { ChoiceEditor, TextEditor } from './filter-editors';
import type { ListChange } from './time-range-menu';

interface FilterChipProps {
  name: FilterName;
  state: ListState;
  facets: EngineRecordFacets | undefined;
  editing: boolean;
  onEditing: (editing: boolean) => void;
  onChange: (change: ListChange) => void;
}

/** True for filters that take several values. */
function isListFilter(name: FilterName): name is ListFilterName {
  return (LIST_FILTERS as readonly string[]).includes(name);
}

/** One filter in force: a click changes it, the cross removes it. */
export function FilterChip({ name, state, facets, editing, onEditing, onChange }: FilterChipProps) {
  const t = useTranslations('engineHistory');
  const label = t(`filters.${name}`);
  const value = isListFilter(name) ? state[name].join(', ') : (state[name] ?? '');
  const set = (change: ListChange) => onChange({ ...change, ...FIRST_PAGE });
  return (
    <Chip
      name={label}
      value={value}
      changeText={t('changeFilter', { filter: label, value })}
      removeText={t('removeFilter', { filter: label })}
      editing={editing}
      onEditing={onEditing}
      onRemove={() => set({ [name]: null })}
    >
      {isListFilter(name) ? (
        <ChoiceEditor
          label={label}
          choices={choicesOf(name, facets, state)}
          chosen={state[name]}
          onChange={(values) => set({ [name]: values.length > 0 ? values : null })}
        />
      ) : (
        <TextEditor
          label={label}
          minLength={name === 'ticket' ? 6 : 1}
          value={state[name] ?? ''}
          onSubmit={(text) => {
            set({ [name]: text || null });
            onEditing(false);
          }}
        />
      )}
    </Chip>
  );
}

/** What a filter offers; versions only of the chosen engine types. */
function choicesOf(name: ListFilterName, facets: EngineRecordFacets | undefined, state: ListState): string[] {
  if (!facets) return [];
  switch (name) {
    case 'status':
      return facets.statuses;
    case 'engineType':
      return facets.engineTypes.map((entry) => entry.engineType);
    case 'engineVersion': {
      const types = facets.engineTypes.filter(
        (entry) => state.engineType.length === 0 || state.engineType.includes(entry.engineType),
      );
      return [...new Set(types.flatMap((entry) => entry.versions))].sort();
    }
    case 'user':
      return facets.users;
    case 'creator':
      return facets.creators;
    case 'ecm':
      return facets.ecms;
    case 'instance':
      return [];
  }
}
