'use client';

import {
  IconEraser,
  IconHistory,
  IconLayoutSidebarLeftCollapse,
  IconLayoutSidebarLeftExpand,
  IconPackages,
  IconSettings,
  IconShieldCheck,
  IconStack2,
} from '@tabler/icons-react';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { useTranslations } from 'next-intl';
import type { Role } from '@/contracts/roles';
import classes from './console-shell.module.css';

/** Pages of the console in the order of the navigation; `admin` pages are for administrators. */
export const PAGES = [
  { href: '/engine-history', name: 'engineHistory', Icon: IconHistory, admin: false },
  { href: '/materials', name: 'materials', Icon: IconPackages, admin: true },
  { href: '/contexts', name: 'contexts', Icon: IconStack2, admin: false },
  { href: '/cleanup', name: 'cleanup', Icon: IconEraser, admin: true },
  { href: '/audit', name: 'audit', Icon: IconShieldCheck, admin: true },
  { href: '/settings', name: 'settings', Icon: IconSettings, admin: false },
] as const;

/** Pages below those of the navigation, which the palette leads to as well. */
const PAGES_BELOW = [
  { href: '/cleanup/policies', name: 'cleanupPolicies', admin: true },
  { href: '/cleanup/protections', name: 'cleanupProtections', admin: true },
] as const;

/** The pages of the navigation that a role may open. */
function pagesFor(role: Role): (typeof PAGES)[number][] {
  return PAGES.filter((page) => !page.admin || role === 'admin');
}

/** All pages that the palette leads to, for a role. */
export function palettePagesFor(role: Role): (typeof PAGES | typeof PAGES_BELOW)[number][] {
  return [...PAGES, ...PAGES_BELOW].filter((page) => !page.admin || role === 'admin');
}

/** Left navigation; folded it shows icons whose names appear on hover and are read out. */
export function Navigation({ role, collapsed, onToggle }: { role: Role; collapsed: boolean; onToggle: () => void }) {
  const t = useTranslations('shell');
  const pathname = usePathname();
  const ToggleIcon = collapsed ? IconLayoutSidebarLeftExpand : IconLayoutSidebarLeftCollapse;
  const toggleName = collapsed ? t('expandNavigation') : t('collapseNavigation');
  return (
    <nav className={classes.nav} aria-label={t('navigation')}>
      <ul className={classes.navList}>
        {pagesFor(role).map(({ href, name, Icon }) => {
          const active = pathname === href || pathname.startsWith(`${href}/`);
          return (
            <li key={href}>
              <Link
                href={href}
                className={classes.navLink}
                aria-current={active ? 'page' : undefined}
                title={collapsed ? t(`pages.${name}`) : undefined}
              >
                <Icon size={18} stroke={1.7} aria-hidden />
                <span className={collapsed ? 'er-visually-hidden' : undefined}>{t(`pages.${name}`)}</span>
              </Link>
            </li>
          );
        })}
      </ul>
      <button
        type="button"
        className={classes.navToggle}
        onClick={onToggle}
        aria-expanded={!collapsed}
        title={toggleName}
      >
        <ToggleIcon size={18} stroke={1.7} aria-hidden />
        <span className={collapsed ? 'er-visually-hidden' : undefined}>{toggleName}</span>
      </button>
    </nav>
  );
}
