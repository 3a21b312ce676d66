import { describe, expect, it } from 'vitest';
import { addCleanupProtection, type CleanupProtection, PROTECTION_KINDS as KINDS } from '@/contracts/cleanup-receipts';
import { isWrongValue, PROTECTION_KINDS, searchProtections } from './protection';

const protection = (id: number, value: string, note: string | null): CleanupProtection => ({
  id,
  subject: 'contexts',
  kind: 'user',
  value,
  note,
  createdBy: 'root',
  createdTime: '2026-05-06T02:00:00Z',
});

describe('protections', () => {
  it('know the kinds of the contract', () => {
    expect(PROTECTION_KINDS).toEqual(KINDS);
  });

  it('refuse what the contract refuses', () => {
    for (const [kind, value] of [
      ['id', '10493'],
      ['id', '0'],
      ['id', 'alice'],
      ['id', ''],
      ['user', '10493'],
      ['application', '  '],
    ] as const) {
      const accepted = addCleanupProtection.body.safeParse({ subject: 'contexts', kind, value }).success;
      expect({ kind, value, wrong: isWrongValue(kind, value) }).toEqual({ kind, value, wrong: !accepted });
    }
  });

  it('are found by what they name, why and by whom', () => {
    const all = [protection(1, 'Alice', null), protection(2, 'bob', 'Asked by Alice'), protection(3, 'carol', null)];
    expect(searchProtections(all, ' alice ').map(({ id }) => id)).toEqual([1, 2]);
    expect(searchProtections(all, 'root')).toHaveLength(3);
    expect(searchProtections(all, '')).toHaveLength(3);
  });
});
