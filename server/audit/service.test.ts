import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listAuditEvents } from '@/contracts/audit';
import { writeAudit } from '@/server/platform/audit/writer';
import { actorOf, contextFor } from '@/test/setup/context';
import { KINDS, openTestDatabase } from '@/test/setup/databases';
import { readAuditTrail } from './service';

const EVENTS = 23;

describe.each(KINDS)('the audit trail on %s', (kind) => {
  let opened: Awaited<ReturnType<typeof openTestDatabase>>;
  const read = (query: Record<string, string>) =>
    readAuditTrail(contextFor(opened.database), listAuditEvents.query.parse(query));
  const idsOf = ({ items }: Awaited<ReturnType<typeof read>>) => items.map(({ objectId }) => Number(objectId));

  beforeAll(async () => {
    opened = await openTestDatabase(kind);
    for (let number = 0; number < EVENTS; number++) {
      const outcome = number % 4 === 0 ? 'denied' : 'done';
      const entry = {
        actor: 'a',
        action: 'x',
        objectType: 'thing',
        objectId: String(number),
        requestId: null,
        outcome,
      };
      await writeAudit(opened.database.client, [{ ...entry, outcome: outcome as 'done' }], new Date());
    }
  });
  afterAll(() => opened.drop());

  it.each<Record<string, string>>([{}, { outcome: 'done' }])(
    'is read page by page, to the end and back: %j',
    async (filter) => {
      const all = Array.from({ length: EVENTS }, (_, index) => EVENTS - 1 - index).filter(
        (number) => !('outcome' in filter) || number % 4 !== 0,
      );
      const pages = [await read({ ...filter, pageSize: '5' })];
      expect(pages[0]?.previousCursor).toBeNull();
      for (let next = pages[0]?.nextCursor; next; next = pages.at(-1)?.nextCursor)
        pages.push(await read({ ...filter, pageSize: '5', cursor: next }));
      expect(pages.flatMap(idsOf)).toEqual(all);
      for (let at = pages.length - 1; at > 0; at--) {
        const back = await read({ ...filter, pageSize: '5', cursor: pages[at]?.previousCursor ?? '' });
        expect(back).toEqual(pages[at - 1]);
      }
    },
  );

  it('is for administrators, and takes only cursors that it has made', async () => {
    const query = listAuditEvents.query.parse({});
    await expect(readAuditTrail(contextFor(opened.database, actorOf('bob')), query)).rejects.toMatchObject({
      code: 'forbidden',
    });
    for (const cursor of ['7', 'older-', 'newer-x', 'newer-12345678901'])
      await expect(read({ cursor })).rejects.toMatchObject({ code: 'invalid_input' });
  });
});
