'use client';

import { ActionIcon } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { type ReactNode, useEffect, useRef } from 'react';
import classes from './list-page.module.css';

interface SidePanelProps {
  /** Read out when the panel opens. */
  name: string;
  title: string;
  state?: ReactNode;
  tools: ReactNode;
  closeText: string;
  onClose: () => void;
  children: ReactNode;
}

/** One thing beside the list that it was opened from. The list stays usable. */
export function SidePanel({ name, title, state, tools, closeText, onClose, children }: SidePanelProps) {
  const panelRef = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // Moving through the list with the panel open must not lose the place in the list.
    if (!document.activeElement?.closest('tr[data-row]')) panelRef.current?.focus();
  }, []);
  return (
    <div ref={panelRef} role="dialog" aria-modal="false" aria-label={name} tabIndex={-1} className={classes.panel}>
      <div className={classes.panelHead}>
        <h2 className={classes.panelTitle}>{title}</h2>
        {state}
        <div className={classes.panelTools}>
          {tools}
          <ActionIcon aria-label={closeText} title={closeText} onClick={onClose}>
            <IconX size={17} aria-hidden />
          </ActionIcon>
        </div>
      </div>
      {children}
    </div>
  );
}
