'use client';

import { type RefObject, useEffect, useEffectEvent } from 'react';

interface ViewerKeys {
  /** The whole viewer. */
  root: RefObject<HTMLElement | null>;
  box: RefObject<HTMLElement | null>;
  /** True when the log is what the page is about: its keys then work wherever the focus is. */
  primary: boolean;
  onGo: (edge: 'start' | 'end') => void;
  onStep: (direction: 'next' | 'previous') => void;
  onSearch: () => void;
  onJump: () => void;
  onFollow: () => void;
  onWrap: () => void;
  onHelp: () => void;
  onClear: () => void;
  onSelectAll: () => void;
  /** True when it has copied lines that were selected by their numbers. */
  onCopy: () => boolean;
}

/** Keys of the log reader. Typing, open menus and dialogs keep theirs. */
export function useViewerKeys(keys: ViewerKeys): void {
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented || !isMine(keys, event.target)) return;
    if (event.ctrlKey || event.metaKey ? withControl(keys, event) : plain(keys, event)) event.preventDefault();
  });
  useEffect(() => {
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
}

function isMine({ root, primary }: ViewerKeys, target: EventTarget | null): boolean {
  const element = target instanceof Element ? target : null;
  if (document.querySelector('dialog[open]') || element?.closest('[role="menu"]')) return false;
  return primary || root.current?.contains(element) === true;
}

/** Keys that tabs and lists beside the log use themselves. */
const MOVING = ['Home', 'End', 'ArrowUp', 'ArrowDown', 'PageUp', 'PageDown'];

/** True when a key that moves is meant for the log: the focus is in it or nowhere in particular. */
function mayMove({ root }: ViewerKeys, { key, target }: KeyboardEvent): boolean {
  const element = target instanceof Element ? target : document.body;
  const nowhere = element === document.body || element.id === 'content';
  return !MOVING.includes(key) || nowhere || root.current?.contains(element) === true;
}

function withControl(keys: ViewerKeys, event: KeyboardEvent): boolean {
  if (event.altKey || event.shiftKey) return false;
  const key = event.key.toLowerCase();
  if (key === 'f') {
    keys.onSearch();
    return true;
  }
  if (isTyping(event.target)) return false;
  if (key === 'a') keys.onSelectAll();
  return key === 'a' || (key === 'c' && document.getSelection()?.isCollapsed !== false && keys.onCopy());
}

function plain(keys: ViewerKeys, event: KeyboardEvent): boolean {
  if (event.altKey || isTyping(event.target) || !mayMove(keys, event)) return false;
  const action = new Map([
    ['g', () => keys.onGo('start')],
    ['G', () => keys.onGo('end')],
    ['Home', () => keys.onGo('start')],
    ['End', () => keys.onGo('end')],
    ['n', () => keys.onStep('next')],
    ['N', () => keys.onStep('previous')],
    ['/', keys.onSearch],
    [':', keys.onJump],
    ['f', keys.onFollow],
    ['w', keys.onWrap],
    ['?', keys.onHelp],
    ['Escape', keys.onClear],
  ]).get(event.key);
  if (action) action();
  return action !== undefined || scroll(keys, event);
}

/** Scrolls the lines when something else in the viewer has the focus; the box itself does it natively. */
function scroll({ box }: ViewerKeys, event: KeyboardEvent): boolean {
  const element = box.current;
  if (!element || event.target === element) return false;
  const page = element.clientHeight - 36;
  const step = { ArrowUp: -36, ArrowDown: 36, PageUp: -page, PageDown: page }[event.key];
  if (step === undefined) return false;
  element.scrollBy({ top: step });
  return true;
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('input, textarea, select, [contenteditable]') !== null;
}
