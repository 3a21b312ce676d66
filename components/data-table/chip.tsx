'use client';

import { Popover } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import classes from './filters.module.css';

interface ChipProps {
  /** What is filtered by, and how that is set. */
  name: string;
  value: string;
  /** What the two buttons do, for screen readers and on hover. */
  changeText: string;
  removeText: string;
  editing: boolean;
  onEditing: (editing: boolean) => void;
  onRemove: () => void;
  /** The editor that a click opens. */
  children: ReactNode;
}

/** One filter in force: a click changes it, the cross removes it. */
export function Chip({ name, value, changeText, removeText, editing, onEditing, onRemove, children }: ChipProps) {
  const remove = () => {
    onEditing(false);
    onRemove();
  };
  return (
    <span className={classes.chip}>
      <Popover opened={editing} onChange={onEditing} position="bottom-start" trapFocus shadow="md" width={280}>
        <Popover.Target>
          <button type="button" onClick={() => onEditing(!editing)} title={`${name}: ${value}`} aria-label={changeText}>
            <span className={classes.chipName}>{name}:</span> {value || '…'}
          </button>
        </Popover.Target>
        <Popover.Dropdown aria-label={name}>{children}</Popover.Dropdown>
      </Popover>
      <button type="button" onClick={remove} aria-label={removeText} title={removeText}>
        <IconX size={13} aria-hidden />
      </button>
    </span>
  );
}
