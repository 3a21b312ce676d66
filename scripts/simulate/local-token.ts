import { randomUUID } from 'node:crypto';
import { writeAudit } from '@/server/platform/audit/writer';
import { hashOfSecret, randomSecret } from '@/server/platform/auth/secrets';
import { wholeSeconds } from '@/server/platform/clock';
import { readConfiguration } from '@/server/platform/config/environment';
import { openDatabase } from '@/server/platform/db/database';
import { SimulationError } from './api';

const DAY_MS = 86_400_000;

/**
 * Makes an API token for an account in the database that the server of this folder uses: whoever may read and write
 * that database needs no password to try the console out. The token ends after a day.
 * @returns the token, and where that server looks for logs
 * @throws SimulationError when there is no such account
 */
export async function makeLocalToken(user: string): Promise<{ token: string; logRoot: string | null }> {
  const configuration = readConfiguration(process.env);
  const { databaseUrl, databaseTimeZone, logRoots } = configuration;
  const database = await openDatabase({ url: databaseUrl, timeZone: databaseTimeZone, poolSize: 2 });
  try {
    const account = await database.client.account.findUnique({ where: { name: user } }).catch(() => null);
    if (!account) {
      throw new SimulationError(
        `There is no account "${user}" in the database of this folder. Start the server once with "npm start", or give --token.`,
      );
    }
    const token = `er_${randomSecret()}`;
    const now = new Date();
    const row = {
      id: randomUUID(),
      secretHash: hashOfSecret(token),
      name: 'simulate',
      userName: user,
      createdTime: wholeSeconds(now),
      expiresTime: wholeSeconds(new Date(now.getTime() + DAY_MS)),
    };
    await database.transaction(async (on) => {
      await on.apiToken.create({ data: row });
      await writeAudit(
        on,
        [
          {
            actor: 'system',
            action: 'apiTokens.create',
            objectType: 'apiToken',
            objectId: row.id,
            outcome: 'done',
            requestId: null,
            detail: { name: row.name, user },
          },
        ],
        now,
      );
    });
    return { token, logRoot: logRoots[0]?.directory ?? null };
  } finally {
    await database.close();
  }
}
