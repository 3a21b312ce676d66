import { Client, type Connection, type Submittable } from 'pg';
import { RECORD_COLUMNS, RECORD_TABLE } from '../record';
import type { BulkLoader } from './loader';
import { textChunks } from './text-rows';

/** The part of the driver's connection that speaks COPY; its types leave it out. */
interface CopyConnection {
  query(text: string): void;
  sendCopyFromChunk(chunk: Buffer): void;
  endCopyFrom(): void;
  sendCopyFail(message: string): void;
  stream: NodeJS.WritableStream & { writableNeedDrain?: boolean };
}

/**
 * `COPY … FROM STDIN` as the driver's queue of queries takes it. The driver calls the `handle…` methods by name as the
 * server answers.
 */
class CopyFrom implements Submittable {
  readonly finished: Promise<void>;
  #resolve: () => void = () => {};
  #reject: (error: Error) => void = () => {};

  constructor(
    private readonly statement: string,
    private readonly chunks: Iterable<Buffer>,
  ) {
    this.finished = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
  }

  submit(connection: Connection): void {
    (connection as unknown as CopyConnection).query(this.statement);
  }

  async handleCopyInResponse(connection: CopyConnection): Promise<void> {
    try {
      for (const chunk of this.chunks) {
        connection.sendCopyFromChunk(chunk);
        if (connection.stream.writableNeedDrain)
          await new Promise((drained) => connection.stream.once('drain', drained));
      }
      connection.endCopyFrom();
    } catch (error) {
      connection.sendCopyFail(error instanceof Error ? error.message : 'the rows ended');
    }
  }

  handleCommandComplete(): void {}
  handleRowDescription(): void {}
  handleDataRow(): void {}
  handleEmptyQuery(): void {}
  handleReadyForQuery(): void {
    this.#resolve();
  }
  handleError(error: Error): void {
    this.#reject(error);
  }
}

/** PostgreSQL: COPY, in one transaction. */
export async function openPostgresqlLoader(url: string): Promise<BulkLoader> {
  const client = new Client({ connectionString: url });
  await client.connect();
  return {
    countRecords: async () => Number((await client.query(`SELECT COUNT(*) AS n FROM ${RECORD_TABLE}`)).rows[0]?.n ?? 0),
    load: async (rows, progress) => {
      const copy = new CopyFrom(
        `COPY ${RECORD_TABLE} (${RECORD_COLUMNS.join(', ')}) FROM STDIN`,
        textChunks(rows, progress),
      );
      client.query(copy);
      await copy.finished;
    },
    run: async (statement) => {
      await client.query(statement);
    },
    analyze: async () => {
      await client.query(`VACUUM ANALYZE ${RECORD_TABLE}`);
    },
    close: () => client.end(),
  };
}
