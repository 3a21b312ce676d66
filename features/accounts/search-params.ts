import { parseAsStringLiteral } from 'nuqs/server';

/** Tabs of the settings page. */
export const SETTINGS_TABS = ['sessions', 'tokens', 'accounts'] as const;
export const settingsParsers = { tab: parseAsStringLiteral(SETTINGS_TABS).withDefault('sessions') };
