'use client';

import { IconDatabase, IconPackages, IconTrash } from '@tabler/icons-react';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { useTranslations } from 'next-intl';
import classes from './material-places.module.css';

const PLACES = [
  { href: '/materials', name: 'list', Icon: IconPackages },
  { href: '/materials/trash', name: 'trash', Icon: IconTrash },
  { href: '/materials/storage', name: 'storage', Icon: IconDatabase },
] as const;

/** The ways between the list of materials, their trash and their storage. */
export function MaterialPlaces() {
  const t = useTranslations('materials');
  const pathname = usePathname();
  return (
    <nav aria-label={t('places.label')} className={classes.places}>
      {PLACES.map(({ href, name, Icon }) => (
        <Link key={href} href={href} aria-current={pathname === href ? 'page' : undefined} className={classes.place}>
          <Icon size={15} aria-hidden />
          {t(`places.${name}`)}
        </Link>
      ))}
    </nav>
  );
}
