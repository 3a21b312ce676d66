import type { Page } from '@playwright/test';
import type { Interaction } from './visit';

/** A page that is measured: where it is, what shows that it is there, and what people do on it. */
export interface ConsolePage {
  name: string;
  path: string;
  /** Selector of what the page is for. */
  content: string;
  signedIn: boolean;
  interactions: readonly Interaction[];
}

const click = (name: string, find: (page: Page) => ReturnType<Page['locator']>): Interaction => ({
  name,
  act: (page) => find(page).click(),
});
const press = (name: string, key: string): Interaction => ({ name, act: (page) => page.keyboard.press(key) });
const button = (name: string) => (page: Page) => page.getByRole('button', { name, exact: true });

const palette: readonly Interaction[] = [
  press('open the palette', 'Control+k'),
  press('type in the palette', 's'),
  press('close the palette', 'Escape'),
];

const list: readonly Interaction[] = [
  click('open the filter menu', button('Add filter')),
  click('choose a filter', (page) => page.getByRole('menuitem', { name: 'Status', exact: true })),
  click('choose a value', (page) => page.getByRole('checkbox', { name: 'Success' })),
  press('close the filter', 'Escape'),
  click('open the time range', (page) => page.getByRole('button', { name: /time/i }).first()),
  press('close the time range', 'Escape'),
  click('next page', button('Next')),
  click('open the side panel', (page) => page.locator('tbody tr[data-row]').nth(3).locator('td').nth(3)),
  click('another engine in the side panel', (page) => page.locator('tbody tr[data-row]').nth(6).locator('td').nth(3)),
  press('close the side panel', 'Escape'),
  click('sort', button('Created')),
  click('open the columns', button('Columns')),
  press('close the columns', 'Escape'),
  ...palette,
];

const OTHERS: readonly ConsolePage[] = [
  {
    name: 'materials',
    path: '/materials',
    content: 'main h1',
    signedIn: true,
    interactions: [
      click('open the trash', (page) => page.getByRole('link', { name: 'Trash', exact: true })),
      ...palette,
    ],
  },
  {
    name: 'contexts',
    path: '/contexts',
    content: 'tbody tr[data-row]',
    signedIn: true,
    interactions: [
      click('open the filter menu', button('Add filter')),
      press('close the filter menu', 'Escape'),
      click('next page', button('Next')),
      ...palette,
    ],
  },
  {
    name: 'cleanup',
    path: '/cleanup',
    content: 'main form',
    signedIn: true,
    interactions: [
      click('focus the users', (page) => page.getByLabel('Users', { exact: true })),
      press('type', 'a'),
      click('open the exceptions', button('Leave something out…')),
      ...palette,
    ],
  },
  {
    name: 'policies',
    path: '/cleanup/policies',
    content: 'main h1',
    signedIn: true,
    interactions: [
      click('open the protections', (page) =>
        page.getByRole('navigation', { name: 'Pages of cleanup' }).getByRole('link', { name: 'Protections' }),
      ),
      ...palette,
    ],
  },
];

/** Every page of the console. @param ticketId an engine that has ended */
export function consolePages(ticketId: string): ConsolePage[] {
  return [
    {
      name: 'sign-in',
      path: '/sign-in',
      content: 'input[type="password"]',
      signedIn: false,
      interactions: [
        click('focus the name', (page) => page.locator('input[autocomplete="username"]')),
        press('type', 'a'),
        click('show the password', (page) => page.getByRole('button', { name: /show/i })),
      ],
    },
    { name: 'history', path: '/engine-history', content: 'tbody tr[data-row]', signedIn: true, interactions: list },
    {
      name: 'engine',
      path: `/engine-history/${ticketId}`,
      content: 'main h1 + *, main h2',
      signedIn: true,
      interactions: [
        click('copy', (page) => page.getByRole('button', { name: /^Copy/ }).first()),
        click('open the account menu', (page) => page.getByRole('button', { name: /^Account/ })),
        press('close the account menu', 'Escape'),
        ...palette,
      ],
    },
    ...OTHERS,
    {
      name: 'audit',
      path: '/audit',
      content: 'tbody tr[data-row]',
      signedIn: true,
      interactions: [
        click('open a row', (page) => page.locator('tbody tr[data-row] button').first()),
        { name: 'choose an outcome', act: (page) => page.getByLabel('Outcome').selectOption('done') },
        click('next page', button('Next')),
        click('previous page', button('Previous')),
        ...palette,
      ],
    },
    {
      name: 'settings',
      path: '/settings',
      content: 'tbody tr[data-row]',
      signedIn: true,
      interactions: [
        click('open the tokens', (page) => page.getByRole('tab', { name: 'API tokens' })),
        click('open the accounts', (page) => page.getByRole('tab', { name: 'Accounts' })),
        click('open the sessions again', (page) => page.getByRole('tab', { name: 'Sessions' })),
        ...palette,
      ],
    },
  ];
}
