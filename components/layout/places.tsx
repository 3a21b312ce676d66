'use client';

import type { TablerIcon } from '@tabler/icons-react';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import classes from './places.module.css';

/** One of the pages of an area. */
export interface Place {
  href: string;
  label: string;
  Icon: TablerIcon;
}

/** The ways between the pages of an area, such as materials or cleanups; the one that a page belongs to is marked. */
export function Places({ label, places }: { label: string; places: readonly Place[] }) {
  const pathname = usePathname();
  // The first page of an area lies above the others: the longest address that fits is the nearest.
  const current = places
    .filter(({ href }) => pathname === href || pathname.startsWith(`${href}/`))
    .sort((left, right) => right.href.length - left.href.length)[0];
  return (
    <nav aria-label={label} className={classes.places}>
      {places.map((place) => (
        <Link
          key={place.href}
          href={place.href}
          aria-current={place !== current ? undefined : pathname === place.href ? 'page' : 'true'}
          className={classes.place}
        >
          <place.Icon size={15} aria-hidden />
          {place.label}
        </Link>
      ))}
    </nav>
  );
}
