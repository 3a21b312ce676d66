import type { Page } from '@playwright/test';
import { expect } from './fixtures';

const SERVICE = '/api/rest_j/v1/contextservice';
const typed = (type: string, value: object) => JSON.stringify({ type, value: JSON.stringify(value) });

/** Makes contexts of a user. */
export async function makeContexts(page: Page, base: string, user: string, count: number): Promise<void> {
  for (let number = 0; number < count; number++) {
    const contextID = typed('HAWorkFlowContextID', { user, contextId: null });
    expect((await page.request.post(`${base}${SERVICE}/createContextID`, { data: { contextID } })).ok()).toBe(true);
  }
}
