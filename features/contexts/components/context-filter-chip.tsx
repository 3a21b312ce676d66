'use client';

import { Button, TextInput } from '@mantine/core';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Chip } from '@/components/data-table/chip';
import filters from '@/components/data-table/filters.module.css';
import { type ContextFilterName, type ContextListChange, type ContextListState, without } from '../search-params';
import { TimeEditor, useTimeText } from './time-editor';

interface ContextFilterChipProps {
  name: ContextFilterName;
  state: ContextListState;
  editing: boolean;
  onEditing: (editing: boolean) => void;
  onChange: (change: ContextListChange) => void;
}

/** One filter of the list of contexts, with the editor that fits it. */
export function ContextFilterChip(props: ContextFilterChipProps) {
  const { name, state, editing, onEditing, onChange } = props;
  const t = useTranslations('contexts');
  const timeText = useTimeText(state);
  const label = t(`filters.${name}`);
  const values = {
    user: state.user ?? '',
    application: state.application ?? '',
    contextId: state.contextId ?? '',
    hasValues: state.hasValues === null ? '' : t(`hasValues.${state.hasValues}`),
    time: timeText,
  };
  return (
    <Chip
      name={label}
      value={values[name]}
      changeText={t('changeFilter', { filter: label, value: values[name] })}
      removeText={t('removeFilter', { filter: label })}
      editing={editing}
      onEditing={onEditing}
      onRemove={() => onChange(without(name))}
    >
      <Editor {...props} />
    </Chip>
  );
}

function Editor({ name, state, onEditing, onChange }: ContextFilterChipProps) {
  const t = useTranslations('contexts');
  if (name === 'time') return <TimeEditor state={state} onChange={onChange} onDone={() => onEditing(false)} />;
  if (name === 'hasValues')
    return (
      <fieldset className={filters.choices} style={{ border: 0, margin: 0 }}>
        <legend className="er-visually-hidden">{t('filters.hasValues')}</legend>
        {(['true', 'false'] as const).map((value) => (
          <label key={value} className={filters.choice}>
            <input
              type="radio"
              name="has-values"
              checked={state.hasValues === value}
              onChange={() => onChange({ hasValues: value, cursor: null })}
            />
            {t(`hasValues.${value}`)}
          </label>
        ))}
      </fieldset>
    );
  return (
    <TextEditor
      label={t(`filters.${name}`)}
      text={state[name] ?? ''}
      maxLength={name === 'contextId' ? 500 : 32}
      onSubmit={(text) => {
        onChange({ [name]: text || null, cursor: null });
        onEditing(false);
      }}
    />
  );
}

interface TextEditorProps {
  label: string;
  text: string;
  maxLength: number;
  onSubmit: (text: string) => void;
}

function TextEditor({ label, text: before, maxLength, onSubmit }: TextEditorProps) {
  const t = useTranslations('table');
  const [text, setText] = useState(before);
  return (
    <form
      style={{ display: 'grid', gap: 8 }}
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit(text.trim());
      }}
    >
      <TextInput
        label={label}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        maxLength={maxLength}
        data-autofocus
      />
      <Button type="submit">{t('apply')}</Button>
    </form>
  );
}
