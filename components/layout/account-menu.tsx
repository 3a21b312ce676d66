'use client';

import { Button, Menu } from '@mantine/core';
import { IconChevronDown, IconKey, IconLogout, IconSettings, IconUser } from '@tabler/icons-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useCurrentSession } from './current-session';

/** Who is signed in, and the way to the own sessions, the password and out. */
export function AccountMenu() {
  const t = useTranslations('shell');
  const session = useCurrentSession();
  return (
    // Inside the header, because its label is text and belongs to a landmark.
    <Menu position="bottom-end" width={220} withinPortal={false}>
      <Menu.Target>
        <Button
          variant="subtle"
          color="gray"
          px={8}
          aria-label={t('accountOf', { user: session.user })}
          leftSection={<IconUser size={16} aria-hidden />}
          rightSection={<IconChevronDown size={13} aria-hidden />}
        >
          <span className="er-truncate" style={{ maxWidth: 140 }}>
            {session.user}
          </span>
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t('signedInAs', { user: session.user, role: t(`roles.${session.role}`) })}</Menu.Label>
        <Menu.Item component={Link} href="/settings" leftSection={<IconSettings size={15} aria-hidden />}>
          {t('sessionsAndSettings')}
        </Menu.Item>
        {session.hasLocalAccount && (
          <Menu.Item component={Link} href="/change-password" leftSection={<IconKey size={15} aria-hidden />}>
            {t('changePassword')}
          </Menu.Item>
        )}
        <Menu.Divider />
        <Menu.Item leftSection={<IconLogout size={15} aria-hidden />} onClick={leave}>
          {t('signOut')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

/** A full page load, so that nothing of this person's data stays in memory for the next one. */
async function leave(): Promise<void> {
  const { signOut } = await import('next-auth/react');
  await signOut({ redirect: false });
  window.location.assign('/sign-in');
}
