'use client';

import { Button, Menu, TextInput } from '@mantine/core';
import { IconFilterPlus, IconSearch } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import { memo, type RefObject, useState } from 'react';
import filters from '@/components/data-table/filters.module.css';
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
    <search className={filters.bar} aria-label={t('filtering')}>
      <SearchBox inputRef={searchRef} onSubmit={(search) => onChange({ search, cursor: null })} />
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
      <Menu position="bottom-start" returnFocus={false}>
        <Menu.Target>
          <Button variant="subtle" color="gray" leftSection={<IconFilterPlus size={15} aria-hidden />}>
            {t('addFilter')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {MATERIAL_FILTERS.map((name) => (
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

function SearchBox({
  inputRef,
  onSubmit,
}: {
  inputRef: RefObject<HTMLInputElement | null>;
  onSubmit: (text: string) => void;
}) {
  const t = useTranslations('materials');
  const [text, setText] = useState('');
  return (
    <form
      className={filters.quick}
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim() === '') return;
        onSubmit(text.trim());
        setText('');
      }}
    >
      <TextInput
        ref={inputRef}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => event.key === 'Escape' && event.currentTarget.blur()}
        aria-label={t('search')}
        placeholder={t('searchHint')}
        leftSection={<IconSearch size={14} aria-hidden />}
        maxLength={100}
      />
    </form>
  );
}
