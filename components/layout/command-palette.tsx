'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { type KeyboardEvent, useEffect, useId, useState } from 'react';
import { Dialog } from '@/components/dialog';
import type { Role } from '@/contracts/roles';
import classes from './command-palette.module.css';
import { palettePagesFor } from './navigation';

/** One thing found. */
export interface PaletteItem {
  href: string;
  label: string;
  description: string;
}
/** Finds things by text; short or hopeless text finds nothing without asking the server. */
export type PaletteSearch = (text: string, signal: AbortSignal) => Promise<PaletteItem[]>;

interface CommandPaletteProps {
  onClose: () => void;
  role: Role;
  search: PaletteSearch;
}

/** Goes to a page or to a thing found by text; loaded when it is first wanted. */
export default function CommandPalette({ onClose, role, search }: CommandPaletteProps) {
  const t = useTranslations('shell');
  const router = useRouter();
  const listId = useId();
  const [text, setText] = useState('');
  const [active, setActive] = useState(0);
  const found = usePaletteSearch(text.trim(), search);
  const pages = palettePagesFor(role)
    .map(({ href, name }) => ({ href, label: t(`pages.${name}`), description: '' }))
    .filter(({ label }) => label.toLowerCase().includes(text.trim().toLowerCase()));
  const items = [...pages, ...found.items];
  const current = Math.min(active, items.length - 1);
  const go = (item: PaletteItem | undefined) => {
    if (!item) return;
    onClose();
    router.push(item.href);
  };
  const onKey = (event: KeyboardEvent) => {
    // Keys of an input method choose characters, not items.
    if (event.nativeEvent.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && items.length > 0) setActive((current + step + items.length) % items.length);
    else if (event.key === 'Enter') go(items[current]);
    else return;
    event.preventDefault();
  };
  return (
    <Dialog title={t('search')} onClose={onClose} bare>
      <input
        className={classes.input}
        role="combobox"
        aria-expanded={items.length > 0}
        aria-controls={listId}
        aria-activedescendant={items.length > 0 ? `${listId}-${current}` : undefined}
        aria-autocomplete="list"
        aria-label={t('searchHint')}
        placeholder={t('searchHint')}
        value={text}
        maxLength={128}
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => {
          setText(event.currentTarget.value);
          setActive(0);
        }}
        onKeyDown={onKey}
        data-autofocus
      />
      <div id={listId} role="listbox" aria-label={t('results')} className={classes.list}>
        {items.map((item, index) => (
          <PaletteOption
            key={item.href}
            id={`${listId}-${index}`}
            item={item}
            active={index === current}
            onChoose={() => go(item)}
          />
        ))}
      </div>
      <p className={classes.note} role="status">
        {items.length === 0 &&
          (found.failed ? t('paletteFailed') : found.searching ? t('paletteSearching') : t('paletteNothing'))}
      </p>
    </Dialog>
  );
}

function PaletteOption({
  id,
  item,
  active,
  onChoose,
}: {
  id: string;
  item: PaletteItem;
  active: boolean;
  onChoose: () => void;
}) {
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are handled by the box that keeps the focus
    // biome-ignore lint/a11y/useFocusableInteractive: an option of a combobox is pointed to, not focused
    <div
      id={id}
      role="option"
      aria-selected={active}
      className={classes.option}
      ref={(element) => {
        if (active) element?.scrollIntoView({ block: 'nearest' });
      }}
      onClick={onChoose}
    >
      <span className={item.description ? 'er-mono' : undefined}>{item.label}</span>
      {item.description && <span className="er-dim">{item.description}</span>}
    </div>
  );
}

function usePaletteSearch(text: string, search: PaletteSearch) {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), 200);
    return () => clearTimeout(timer);
  }, [text]);
  const query = useQuery({
    queryKey: ['palette', settled],
    queryFn: ({ signal }) => search(settled, signal),
    enabled: settled !== '',
    placeholderData: keepPreviousData,
  });
  return {
    items: text === '' ? [] : (query.data ?? []),
    searching: query.isFetching || settled !== text,
    failed: query.isError,
  };
}
