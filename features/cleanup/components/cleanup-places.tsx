'use client';

import { IconCalendarRepeat, IconEraser, IconShieldLock } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import { Places } from '@/components/layout/places';

const PLACES = [
  { href: '/cleanup', name: 'runs', Icon: IconEraser },
  { href: '/cleanup/policies', name: 'policies', Icon: IconCalendarRepeat },
  { href: '/cleanup/protections', name: 'protections', Icon: IconShieldLock },
] as const;

/** The ways between cleanups, their policies and what is protected from them. */
export function CleanupPlaces() {
  const t = useTranslations('cleanup.places');
  return <Places label={t('label')} places={PLACES.map((place) => ({ ...place, label: t(place.name) }))} />;
}
