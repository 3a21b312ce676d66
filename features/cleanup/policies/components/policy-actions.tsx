'use client';

import { ActionIcon, Button, Menu } from '@mantine/core';
import {
  IconDots,
  IconPencil,
  IconPlayerPause,
  IconPlayerPlay,
  IconPlayerTrackNext,
  IconTrash,
} from '@tabler/icons-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useRef } from 'react';
import type { CleanupPolicy } from '@/contracts/cleanup-policies';
import { policyHref } from '../../format';
import classes from './policies.module.css';

/** Does something with a policy: asks first, or switches it on or off at once. */
export type PolicyAct = (what: 'run' | 'remove' | 'switch', policy: CleanupPolicy) => void;

/** What can be done with a policy, on its row: running it is one click away, the rest is in a menu. */
export function PolicyRowActions({ policy, act }: { policy: CleanupPolicy; act: PolicyAct }) {
  const t = useTranslations('cleanupPolicies.actions');
  const targetRef = useRef<HTMLButtonElement>(null);
  const { name, enabled } = policy;
  const SwitchIcon = enabled ? IconPlayerPause : IconPlayerPlay;
  return (
    <span className={classes.actions}>
      <Button
        size="compact-xs"
        variant="default"
        aria-label={t('runNamed', { name })}
        onClick={() => act('run', policy)}
      >
        {t('run')}
      </Button>
      {/* Fixed, because the table scrolls and would cut it off. */}
      <Menu position="bottom-end" withinPortal={false} floatingStrategy="fixed">
        <Menu.Target>
          <ActionIcon ref={targetRef} aria-label={t('more', { name })} title={t('more', { name })}>
            <IconDots size={16} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item
            component={Link}
            href={`${policyHref(policy)}/edit`}
            prefetch={false}
            leftSection={<IconPencil size={15} aria-hidden />}
          >
            {t('edit')}
          </Menu.Item>
          <Menu.Item leftSection={<SwitchIcon size={15} aria-hidden />} onClick={() => act('switch', policy)}>
            {t(enabled ? 'disable' : 'enable')}
          </Menu.Item>
          <Menu.Item
            leftSection={<IconTrash size={15} aria-hidden />}
            onClick={() => {
              // The item goes away with the menu; a dialog gives the focus back to what had it when it opened.
              targetRef.current?.focus();
              act('remove', policy);
            }}
          >
            {t('remove')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </span>
  );
}

/** The same on the page of a policy. */
export function PolicyPageActions({ policy, act }: { policy: CleanupPolicy; act: PolicyAct }) {
  const t = useTranslations('cleanupPolicies.actions');
  const SwitchIcon = policy.enabled ? IconPlayerPause : IconPlayerPlay;
  return (
    <>
      <Button variant="default" leftSection={<IconTrash size={15} aria-hidden />} onClick={() => act('remove', policy)}>
        {t('remove')}
      </Button>
      <Button
        variant="default"
        leftSection={<SwitchIcon size={15} aria-hidden />}
        onClick={() => act('switch', policy)}
      >
        {t(policy.enabled ? 'disable' : 'enable')}
      </Button>
      <Button
        component={Link}
        href={`${policyHref(policy)}/edit`}
        prefetch={false}
        variant="default"
        leftSection={<IconPencil size={15} aria-hidden />}
      >
        {t('edit')}
      </Button>
      <Button leftSection={<IconPlayerTrackNext size={15} aria-hidden />} onClick={() => act('run', policy)}>
        {t('run')}
      </Button>
    </>
  );
}
