'use client';

import { IconX } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import { type ReactNode, type SyntheticEvent, useId, useLayoutEffect, useRef } from 'react';
import classes from './dialog.module.css';

interface DialogProps {
  title: string;
  /** Without it only the content's own buttons close the dialog. */
  onClose?: () => void;
  /** True when the content shows its own head; the title is then only read out. */
  bare?: boolean;
  /** True for content that needs room, as tables do. */
  wide?: boolean;
  children: ReactNode;
}

/**
 * A modal dialog: the browser's own, which keeps the focus inside, closes by Escape and gives the focus back.
 * An element with `data-autofocus` gets the focus first.
 */
export function Dialog({ title, onClose, bare = false, wide = false, children }: DialogProps) {
  const t = useTranslations('common');
  const titleId = useId();
  const ref = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    const dialog = ref.current;
    dialog?.showModal();
    dialog?.querySelector<HTMLElement>('[data-autofocus]')?.focus();
    return () => dialog?.close();
  }, []);
  const cancel = (event: SyntheticEvent) => {
    event.preventDefault();
    onClose?.();
  };
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the click beside the dialog is a shortcut for Escape
    <dialog
      ref={ref}
      className={classes.dialog}
      data-size={bare ? 'bare' : wide ? 'wide' : undefined}
      aria-labelledby={titleId}
      onCancel={cancel}
      onClick={(event) => event.target === event.currentTarget && onClose?.()}
    >
      <div className={bare ? 'er-visually-hidden' : classes.head}>
        <h2 id={titleId} className={classes.title}>
          {title}
        </h2>
        {onClose && !bare && (
          <button type="button" className={classes.close} aria-label={t('close')} onClick={onClose}>
            <IconX size={17} aria-hidden />
          </button>
        )}
      </div>
      <div className={bare ? undefined : classes.body}>{children}</div>
    </dialog>
  );
}
