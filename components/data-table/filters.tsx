'use client';

import { Button, Menu, TextInput } from '@mantine/core';
import { IconFilterPlus, IconSearch } from '@tabler/icons-react';
import { type ReactNode, type RefObject, useState } from 'react';
import classes from './filters.module.css';

interface FiltersProps<Name extends string> {
  /** What the whole bar is for, for screen readers. */
  label: string;
  /** The filters that can be added, in the menu's order, and their names. */
  filters: readonly { name: Name; label: string }[];
  addLabel: string;
  onAdd: (name: Name) => void;
  clearLabel: string;
  /** Given while something is filtered. */
  onClear: (() => void) | undefined;
  /** The search box, then a chip per filter that is set or being edited. */
  children: ReactNode;
}

/** Everything that narrows a list: a search box, a chip per filter, a menu of more, and a way to be rid of them. */
export function Filters<Name extends string>(props: FiltersProps<Name>) {
  return (
    <search className={classes.bar} aria-label={props.label}>
      {props.children}
      <Menu position="bottom-start" returnFocus={false}>
        <Menu.Target>
          <Button variant="subtle" color="gray" leftSection={<IconFilterPlus size={15} aria-hidden />}>
            {props.addLabel}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {props.filters.map(({ name, label }) => (
            <Menu.Item key={name} onClick={() => props.onAdd(name)}>
              {label}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      {props.onClear && (
        <Button variant="subtle" color="gray" onClick={props.onClear}>
          {props.clearLabel}
        </Button>
      )}
    </search>
  );
}

interface SearchBoxProps {
  inputRef: RefObject<HTMLInputElement | null>;
  label: string;
  hint: string;
  maxLength: number;
  /** Told what was typed, without blanks around it, when it is something. */
  onSubmit: (text: string) => void;
}

/** Takes a text and is empty again: what it meant stands in the chips. */
export function SearchBox({ inputRef, label, hint, maxLength, onSubmit }: SearchBoxProps) {
  const [text, setText] = useState('');
  return (
    <form
      className={classes.quick}
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
        aria-label={label}
        placeholder={hint}
        leftSection={<IconSearch size={14} aria-hidden />}
        maxLength={maxLength}
      />
    </form>
  );
}
