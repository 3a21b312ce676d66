'use client';

import { IconDatabase, IconPackages, IconTrash } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import { Places } from '@/components/layout/places';

const PLACES = [
  { href: '/materials', name: 'list', Icon: IconPackages },
  { href: '/materials/trash', name: 'trash', Icon: IconTrash },
  { href: '/materials/storage', name: 'storage', Icon: IconDatabase },
] as const;

/** The ways between the list of materials, their trash and their storage. */
export function MaterialPlaces() {
  const t = useTranslations('materials.places');
  return <Places label={t('label')} places={PLACES.map((place) => ({ ...place, label: t(place.name) }))} />;
}
