'use client';

import type { TablerIcon } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import classes from './log-toolbar.module.css';

interface ToolButtonProps {
  label: string;
  /** Key that does the same, shown on hover. */
  shortcut?: string;
  Icon?: TablerIcon;
  /** For what is on or off. */
  pressed?: boolean;
  disabled?: boolean;
  /** Text in the button; without it the label is only read out and shown on hover. */
  children?: ReactNode;
  onClick: () => void;
}

/** A small button of the toolbar. */
export function ToolButton({ label, shortcut, Icon, pressed, disabled, children, onClick }: ToolButtonProps) {
  return (
    <button
      type="button"
      className={classes.tool}
      aria-label={children ? undefined : label}
      aria-pressed={pressed}
      aria-keyshortcuts={shortcut}
      title={shortcut ? `${label}  ${shortcut}` : label}
      disabled={disabled}
      onClick={onClick}
    >
      {Icon && <Icon size={15} stroke={1.8} aria-hidden />}
      {children}
    </button>
  );
}
