'use client';

import { Button, TextInput } from '@mantine/core';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import classes from '@/components/data-table/filters.module.css';

interface ChoiceEditorProps {
  label: string;
  choices: string[];
  chosen: string[];
  onChange: (values: string[]) => void;
}

/** Several of the values that occur; a value that is not listed can be typed and added. */
export function ChoiceEditor({ label, choices, chosen, onChange }: ChoiceEditorProps) {
  const t = useTranslations('engineHistory');
  const [text, setText] = useState('');
  const typed = text.trim();
  const all = [...new Set([...chosen, ...choices])];
  const shown = all.filter((value) => value.toLowerCase().includes(typed.toLowerCase()));
  const toggle = (value: string) =>
    onChange(chosen.includes(value) ? chosen.filter((other) => other !== value) : [...chosen, value]);
  const add = () => {
    const exact = shown.length === 1 ? shown[0] : all.find((value) => value.toLowerCase() === typed.toLowerCase());
    const value = exact ?? typed;
    if (value && !chosen.includes(value)) onChange([...chosen, value]);
    setText('');
  };
  return (
    <>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          add();
        }}
      >
        <TextInput
          label={label}
          placeholder={t('typeOrChoose')}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          maxLength={255}
          data-autofocus
        />
      </form>
      <fieldset className={classes.choices} style={{ border: 0 }}>
        <legend className="er-visually-hidden">{label}</legend>
        {shown.map((value) => (
          <label key={value} className={classes.choice}>
            <input type="checkbox" checked={chosen.includes(value)} onChange={() => toggle(value)} />
            {value}
          </label>
        ))}
        {shown.length === 0 && (
          <span className="er-dim">{typed ? t('enterAdds', { value: typed }) : t('noChoices')}</span>
        )}
      </fieldset>
    </>
  );
}

interface TextEditorProps {
  label: string;
  value: string;
  minLength: number;
  onSubmit: (text: string) => void;
}

/** One text. */
export function TextEditor({ label, value, minLength, onSubmit }: TextEditorProps) {
  const t = useTranslations('engineHistory');
  const [text, setText] = useState(value);
  const tooShort = text.trim() !== '' && text.trim().length < minLength;
  return (
    <form
      style={{ display: 'grid', gap: 8 }}
      onSubmit={(event) => {
        event.preventDefault();
        if (!tooShort) onSubmit(text.trim());
      }}
    >
      <TextInput
        label={label}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        error={tooShort ? t('tooShort', { count: minLength }) : undefined}
        maxLength={100}
        data-autofocus
      />
      <Button type="submit" disabled={tooShort}>
        {t('apply')}
      </Button>
    </form>
  );
}
