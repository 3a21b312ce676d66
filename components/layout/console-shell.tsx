'use client';

import { ActionIcon } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import dynamic from 'next/dynamic';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { type ReactNode, useEffect, useState } from 'react';
import { NAVIGATION_COOKIE, rememberInCookie } from '@/lib/remember';
import { AccountMenu } from './account-menu';
import type { PaletteSearch } from './command-palette';
import classes from './console-shell.module.css';
import { useCurrentSession } from './current-session';
import { LanguageMenu } from './language-menu';
import { Navigation } from './navigation';
import { SchemeMenu } from './scheme-menu';

const CommandPalette = dynamic(() => import('./command-palette'), { ssr: false });

interface ConsoleShellProps {
  startCollapsed: boolean;
  /** Finds things by text for the command palette. */
  search: PaletteSearch;
  children: ReactNode;
}

/** Header, navigation and the place for the page. */
export function ConsoleShell({ startCollapsed, search, children }: ConsoleShellProps) {
  const t = useTranslations('shell');
  const session = useCurrentSession();
  const [collapsed, setCollapsed] = useState(startCollapsed);
  const palette = usePalette();
  const toggle = () => {
    rememberInCookie(NAVIGATION_COOKIE, collapsed ? 'open' : 'collapsed');
    setCollapsed(!collapsed);
  };
  return (
    <div className={classes.shell} data-collapsed={collapsed || undefined}>
      <a href="#content" className={classes.skip}>
        {t('skipToContent')}
      </a>
      <header className={classes.header}>
        <Link href="/engine-history" className={classes.product}>
          <svg width="20" height="20" viewBox="0 0 20 20" aria-hidden="true" className={classes.logo}>
            <rect x="1" y="1" width="18" height="18" rx="4" />
            <path d="M5.5 13.5V10M10 13.5v-7M14.5 13.5V9" />
          </svg>
          Engineroom
        </Link>
        <button type="button" className={classes.search} onClick={() => palette.show()} aria-haspopup="dialog">
          <IconSearch size={15} aria-hidden />
          <span className={classes.searchText}>{t('search')}</span>
          <kbd className={classes.kbd} aria-hidden>
            Ctrl K
          </kbd>
        </button>
        <ActionIcon className={classes.searchSmall} onClick={() => palette.show()} aria-label={t('search')}>
          <IconSearch size={17} aria-hidden />
        </ActionIcon>
        <div className={classes.headerEnd}>
          <LanguageMenu />
          <SchemeMenu />
          <AccountMenu />
        </div>
      </header>
      <Navigation role={session.role} collapsed={collapsed} onToggle={toggle} />
      <main id="content" tabIndex={-1} className={classes.main}>
        {children}
      </main>
      {palette.opened && <CommandPalette onClose={palette.hide} role={session.role} search={search} />}
    </div>
  );
}

function usePalette() {
  const [opened, setOpened] = useState(false);

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey || event.key.toLowerCase() !== 'k')
        return;
      event.preventDefault();

      setOpened((open) => !open);
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
  return { opened, show: () => setOpened(true), hide: () => setOpened(false) };
}
