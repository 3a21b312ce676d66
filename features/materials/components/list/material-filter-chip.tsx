'use client';

import { Button, TextInput } from '@mantine/core';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Chip } from '@/components/data-table/chip';
import filters from '@/components/data-table/filters.module.css';
import { type MaterialFilterName, type MaterialListChange, type MaterialListState, STATES } from '../../search-params';

interface MaterialFilterChipProps {
  name: MaterialFilterName;
  state: MaterialListState;
  engineTypes: string[];
  editing: boolean;
  onEditing: (editing: boolean) => void;
  onChange: (change: MaterialListChange) => void;
}

/** One filter of the list of materials, with the editor that fits it. */
export function MaterialFilterChip(props: MaterialFilterChipProps) {
  const { name, state, editing, onEditing, onChange } = props;
  const t = useTranslations('materials');
  const label = t(`filters.${name}`);
  const values = {
    search: state.search ?? '',
    engineType: state.engineType.join(', '),
    state: state.state ? t(`states.${state.state}`) : '',
  };
  return (
    <Chip
      name={label}
      value={values[name]}
      changeText={t('changeFilter', { filter: label, value: values[name] })}
      removeText={t('removeFilter', { filter: label })}
      editing={editing}
      onEditing={onEditing}
      onRemove={() => onChange({ [name]: null, cursor: null })}
    >
      <Editor {...props} />
    </Chip>
  );
}

function Editor({ name, state, engineTypes, onEditing, onChange }: MaterialFilterChipProps) {
  const t = useTranslations('materials');
  switch (name) {
    case 'search':
      return (
        <SearchEditor
          search={state.search ?? ''}
          onSubmit={(text) => {
            onChange({ search: text || null, cursor: null });
            onEditing(false);
          }}
        />
      );
    case 'engineType': {
      const { engineType: chosen } = state;
      const toggle = (value: string) => {
        const next = chosen.includes(value) ? chosen.filter((other) => other !== value) : [...chosen, value];
        onChange({ engineType: next.length > 0 ? next : null, cursor: null });
      };
      return (
        <Choices
          legend={t('filters.engineType')}
          kind="checkbox"
          choices={[...new Set([...engineTypes, ...chosen])].map((value) => ({ value, text: value }))}
          chosen={chosen}
          onChoose={toggle}
        />
      );
    }
    case 'state':
      return (
        <Choices
          legend={t('filters.state')}
          kind="radio"
          choices={STATES.map((value) => ({ value, text: t(`states.${value}`) }))}
          chosen={state.state ? [state.state] : []}
          onChoose={(value) => onChange({ state: STATES.find((known) => known === value) ?? null, cursor: null })}
        />
      );
  }
}

interface ChoicesProps {
  legend: string;
  kind: 'checkbox' | 'radio';
  choices: { value: string; text: string }[];
  chosen: string[];
  onChoose: (value: string) => void;
}

function Choices({ legend, kind, choices, chosen, onChoose }: ChoicesProps) {
  const t = useTranslations('materials');
  return (
    <fieldset className={filters.choices} style={{ border: 0, margin: 0 }}>
      <legend className="er-visually-hidden">{legend}</legend>
      {choices.map(({ value, text }) => (
        <label key={value} className={filters.choice}>
          <input type={kind} name="material-filter" checked={chosen.includes(value)} onChange={() => onChoose(value)} />
          {text}
        </label>
      ))}
      {choices.length === 0 && <span className="er-dim">{t('noChoices')}</span>}
    </fieldset>
  );
}

function SearchEditor({ search, onSubmit }: { search: string; onSubmit: (text: string) => void }) {
  const t = useTranslations('materials');
  const [text, setText] = useState(search);
  return (
    <form
      style={{ display: 'grid', gap: 8 }}
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit(text.trim());
      }}
    >
      <TextInput
        label={t('filters.search')}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        maxLength={100}
        data-autofocus
      />
      <Button type="submit">{t('apply')}</Button>
    </form>
  );
}
