'use client';

import { TextInput } from '@mantine/core';
import { useTranslations } from 'next-intl';
import { type FormEvent, type RefObject, useState } from 'react';
import { Chip } from '@/components/data-table/chip';
import { SearchBox } from '@/components/data-table/filters';
import cleanup from '../../components/cleanup.module.css';

interface ProtectionSearchProps {
  inputRef: RefObject<HTMLInputElement | null>;
  search: string | null;
  onSearch: (search: string | null) => void;
}

const MOST_CHARACTERS = 128;

/** Narrows the list of protections to a text. */
export function ProtectionSearch({ inputRef, search, onSearch }: ProtectionSearchProps) {
  const t = useTranslations('cleanupProtections');
  const [editing, setEditing] = useState(false);
  return (
    <search className={cleanup.buttons} aria-label={t('search')}>
      <SearchBox
        inputRef={inputRef}
        label={t('search')}
        hint={t('searchHint')}
        maxLength={MOST_CHARACTERS}
        onSubmit={onSearch}
      />
      {search !== null && (
        <Chip
          name={t('text')}
          value={search}
          changeText={t('changeSearch', { search })}
          removeText={t('clearSearch')}
          editing={editing}
          onEditing={setEditing}
          onRemove={() => onSearch(null)}
        >
          <SearchEditor
            search={search}
            onSearch={(text) => {
              setEditing(false);
              onSearch(text);
            }}
          />
        </Chip>
      )}
    </search>
  );
}

function SearchEditor({ search, onSearch }: { search: string; onSearch: (search: string | null) => void }) {
  const t = useTranslations('cleanupProtections');
  const [text, setText] = useState(search);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSearch(text.trim() || null);
  };
  return (
    <form onSubmit={submit}>
      <TextInput
        label={t('text')}
        value={text}
        maxLength={MOST_CHARACTERS}
        onChange={({ currentTarget }) => setText(currentTarget.value)}
        data-autofocus
      />
    </form>
  );
}
