'use client';

import { Tabs } from '@mantine/core';
import { useTranslations } from 'next-intl';
import { useQueryStates } from 'nuqs';
import { useCurrentSession } from '@/components/layout/current-session';
import { PageHeader } from '@/components/layout/page-header';
import { SETTINGS_TABS, settingsParsers } from '../search-params';
import { AccountsTab } from './accounts-tab';
import { SessionsTab } from './sessions-tab';
import classes from './settings.module.css';
import { TokensTab } from './tokens-tab';

/** Own sessions, own API tokens and, for administrators, the accounts. */
export function SettingsPage() {
  const t = useTranslations('settings');
  const session = useCurrentSession();
  const [{ tab }, setState] = useQueryStates(settingsParsers, { history: 'push' });
  const tabs = SETTINGS_TABS.filter((name) => name !== 'accounts' || session.role === 'admin');
  const current = tabs.find((name) => name === tab) ?? 'sessions';
  return (
    <>
      <PageHeader title={t('title')} />
      <Tabs
        value={current}
        onChange={(value) => void setState({ tab: tabs.find((name) => name === value) ?? null })}
        keepMounted={false}
      >
        <Tabs.List aria-label={t('title')} className={classes.tabs}>
          {tabs.map((name) => (
            <Tabs.Tab key={name} value={name}>
              {t(`tabs.${name}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value={current} className={classes.body}>
          {current === 'sessions' && <SessionsTab />}
          {current === 'tokens' && <TokensTab />}
          {current === 'accounts' && <AccountsTab />}
        </Tabs.Panel>
      </Tabs>
    </>
  );
}
