import type { CleanupProtection } from '@/contracts/cleanup-receipts';

/** What protections can name; a copy, because the contract's own list would bring zod into the browser. */
export const PROTECTION_KINDS = ['user', 'application', 'id'] as const satisfies readonly CleanupProtection['kind'][];

/** Whether a value cannot be what is named: ids are numbers. */
export function isWrongValue(kind: CleanupProtection['kind'], value: string): boolean {
  return value.trim() === '' || (kind === 'id' && !/^[1-9]\d{0,9}$/.test(value.trim()));
}

/** The protections in which a text occurs: in what they name, in why, or in who made them. */
export function searchProtections(protections: readonly CleanupProtection[], text: string): CleanupProtection[] {
  const sought = text.trim().toLowerCase();
  return protections.filter(({ value, note, createdBy }) =>
    [value, note ?? '', createdBy].some((part) => part.toLowerCase().includes(sought)),
  );
}
