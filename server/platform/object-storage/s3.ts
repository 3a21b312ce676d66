import { Readable } from 'node:stream';
import type { S3Settings } from '@/server/platform/config/environment';
import { moveObject, type S3Connection } from './s3-move';
import { type ObjectStorage, StorageError, type StoredObject } from './storage';
import { withWatched } from './watched';

/** Bytes of a part of an upload: an upload holds two of them in memory, and has 10,000 at most. */
const PART_BYTES = 8 << 20;
const CONNECT_MS = 5000;
/** Longest silence of the storage in the middle of a request. */
const SILENCE_MS = 60_000;
/** Longest wait for the removal of an object: who waits for the removal of a blob counts on it. */
const REMOVE_MS = 20_000;

const MISSING = new Set(['NoSuchKey', 'NotFound', 'InvalidRange']);
const FULL = new Set(['QuotaExceeded', 'InsufficientCapacity', 'XMinioStorageFull', 'XMinioAdminBucketQuotaExceeded']);

function toStorageError(error: unknown, what: string): StorageError {
  if (error instanceof StorageError) return error;
  const { name, message, $metadata } = error as Error & { $metadata?: { httpStatusCode?: number } };
  const status = $metadata?.httpStatusCode;
  const text = `${what}: ${name}: ${message}`;
  if (MISSING.has(name) || status === 404 || status === 416) return new StorageError('missing', text, error);
  if (FULL.has(name) || status === 507) return new StorageError('full', text, error);
  return new StorageError('unavailable', text, error);
}

/** The SDK is loaded when it is first needed: it takes 30 MB. */
async function connect(settings: S3Settings): Promise<S3Connection> {
  const sdk = await import('@aws-sdk/client-s3');
  const client = new sdk.S3Client({
    region: settings.region,
    forcePathStyle: settings.pathStyle,
    ...(settings.endpoint ? { endpoint: settings.endpoint } : {}),
    ...(settings.credentials ? { credentials: settings.credentials } : {}),
    // The checksums that newer SDKs add as trailers are refused by many servers that speak S3; we have our own.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    requestHandler: { connectionTimeout: CONNECT_MS, socketTimeout: SILENCE_MS },
  });
  return { client, sdk };
}

async function upload({ client }: S3Connection, Bucket: string, Key: string, chunks: AsyncIterable<Buffer>) {
  const { Upload } = await import('@aws-sdk/lib-storage');
  const Body = Readable.from(chunks, { objectMode: false, highWaterMark: 1 << 20 });
  const params = { Bucket, Key, Body };
  try {
    await new Upload({ client, params, queueSize: 1, partSize: PART_BYTES, leavePartsOnError: false }).done();
  } finally {
    // What could not be sent is not read to its end either.
    Body.destroy();
  }
}

async function* streamObject({ client, sdk }: S3Connection, Bucket: string, Key: string, start: number, end: number) {
  if (end <= start) {
    await client.send(new sdk.HeadObjectCommand({ Bucket, Key }));
    return;
  }
  const { Body } = await client.send(new sdk.GetObjectCommand({ Bucket, Key, Range: `bytes=${start}-${end - 1}` }));
  let read = start;
  for await (const chunk of Body as Readable) {
    read += (chunk as Buffer).length;
    yield chunk as Buffer;
  }
  if (read !== end) throw new StorageError('missing', `the object ends at byte ${read} instead of ${end}`);
}

async function* listObjects(
  { client, sdk }: S3Connection,
  Bucket: string,
  Prefix: string,
): AsyncGenerator<StoredObject> {
  for (let ContinuationToken: string | undefined; ; ) {
    const page = await client.send(new sdk.ListObjectsV2Command({ Bucket, Prefix, ContinuationToken }));
    // Some servers show folders, which are no objects of ours.
    for (const { Key = '', Size = 0, LastModified } of page.Contents ?? [])
      if (!Key.endsWith('/')) yield { key: Key, sizeBytes: Size, modifiedTime: LastModified ?? new Date() };
    if (!page.IsTruncated || !page.NextContinuationToken) return;
    ContinuationToken = page.NextContinuationToken;
  }
}

/** Objects of a bucket. */
export function s3Storage(settings: S3Settings): ObjectStorage {
  const { bucket: Bucket, prefix } = settings;
  const fullKey = (key: string) => (prefix === '' ? key : `${prefix}/${key}`);
  let connected: Promise<S3Connection> | null = null;
  const connection = () => {
    connected ??= connect(settings);
    return connected;
  };
  const attempt = async <T>(what: string, work: (connection: S3Connection) => Promise<T>): Promise<T> => {
    try {
      return await work(await connection());
    } catch (error) {
      throw toStorageError(error, what);
    }
  };
  async function* attemptEach<T>(what: string, source: (connection: S3Connection) => AsyncIterable<T>) {
    try {
      yield* source(await connection());
    } catch (error) {
      throw toStorageError(error, what);
    }
  }

  /** Parts of an upload that was killed cost money and are shown nowhere. */
  const abortUploads = (key: string) =>
    attempt(`ending uploads of ${key}`, async ({ client, sdk }) => {
      const { Uploads = [] } = await client.send(new sdk.ListMultipartUploadsCommand({ Bucket, Prefix: fullKey(key) }));
      for (const { Key, UploadId } of Uploads)
        if (Key === fullKey(key)) await client.send(new sdk.AbortMultipartUploadCommand({ Bucket, Key, UploadId }));
    });

  return {
    kind: 's3',
    write: (key, chunks) =>
      withWatched(chunks, (watched) => attempt(`writing ${key}`, (to) => upload(to, Bucket, fullKey(key), watched))),
    move: (from, to) => attempt(`moving ${from} to ${to}`, (by) => moveObject(by, Bucket, fullKey(from), fullKey(to))),
    read: (key, start, end) =>
      attempt(`reading ${key}`, async ({ client, sdk }) => {
        if (end <= start) return Buffer.alloc(0);
        const Range = `bytes=${start}-${end - 1}`;
        const { Body } = await client.send(new sdk.GetObjectCommand({ Bucket, Key: fullKey(key), Range }));
        const bytes = Buffer.from((await Body?.transformToByteArray()) ?? []);
        if (bytes.length !== end - start)
          throw new StorageError('missing', `${bytes.length} bytes came instead of ${end - start}`);
        return bytes;
      }),
    readAll: (key) =>
      attempt(`reading ${key}`, async ({ client, sdk }) => {
        const { Body } = await client.send(new sdk.GetObjectCommand({ Bucket, Key: fullKey(key) }));
        return Buffer.from((await Body?.transformToByteArray()) ?? []);
      }),
    stream: (key, start, end) =>
      attemptEach(`reading ${key}`, (from) => streamObject(from, Bucket, fullKey(key), start, end)),
    sizeOf: (key) =>
      attempt(`finding ${key}`, async ({ client, sdk }) => {
        const { ContentLength = 0 } = await client.send(new sdk.HeadObjectCommand({ Bucket, Key: fullKey(key) }));
        return ContentLength;
      }).catch((error) => {
        if (error.kind === 'missing') return null;
        throw error;
      }),
    remove: (key) =>
      attempt(`removing ${key}`, async ({ client, sdk }) => {
        const abortSignal = AbortSignal.timeout(REMOVE_MS);
        await client.send(new sdk.DeleteObjectCommand({ Bucket, Key: fullKey(key) }), { abortSignal });
        // Not every server can list uploads; those that cannot clean up by a rule of the bucket.
        await abortUploads(key).catch(() => {});
      }),
    list: async function* (key) {
      for await (const object of attemptEach(`listing ${key}`, (of) => listObjects(of, Bucket, fullKey(key))))
        yield { ...object, key: prefix === '' ? object.key : object.key.slice(prefix.length + 1) };
    },
    freeBytes: async () => null,
  };
}
