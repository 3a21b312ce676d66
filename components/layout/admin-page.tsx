'use client';

import type { ReactNode } from 'react';
import { useCurrentSession } from '@/components/layout/current-session';
import { PageHeader } from '@/components/layout/page-header';
import { NoPermissionState } from '@/components/states';

/** Shows a page to administrators; others learn that their role does not allow it. */
export function AdminPage({ title, children }: { title: string; children: ReactNode }) {
  const session = useCurrentSession();
  if (session.role === 'admin') return children;
  return (
    <>
      <PageHeader title={title} />
      <NoPermissionState />
    </>
  );
}
