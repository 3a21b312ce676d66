import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { S3Client } from '@aws-sdk/client-s3';
import type { S3Settings } from '@/server/platform/config/environment';
import { cached } from '../../reader/cache';
import { type ArchiveStorage, StorageError } from './storage';

type CacheSettings = Parameters<typeof cached>[0];

/** Smallest part that S3 takes, and so the memory that an upload needs, twice. */
const PART_BYTES = 5 << 20;
const CONNECT_MS = 5000;
/** Longest silence of the storage in the middle of a request. */
const SILENCE_MS = 60_000;

const MISSING = new Set(['NoSuchKey', 'NotFound', 'InvalidRange']);

function toStorageError(error: unknown, what: string): StorageError {
  if (error instanceof StorageError) return error;
  const { name, message, $metadata } = error as Error & { $metadata?: { httpStatusCode?: number } };
  const missing = MISSING.has(name) || $metadata?.httpStatusCode === 404 || $metadata?.httpStatusCode === 416;
  return new StorageError(missing ? 'missing' : 'unavailable', `${what}: ${name}: ${message}`, error);
}

/** The SDK is loaded when it is first needed: it takes 30 MB. */
async function connect(settings: S3Settings): Promise<{ client: S3Client; sdk: typeof import('@aws-sdk/client-s3') }> {
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

/**
 * Archives as objects of a bucket.
 * @param cache where objects are put that must be on local disk
 */
export function s3Storage(settings: S3Settings, cache: CacheSettings): ArchiveStorage {
  const { bucket: Bucket, prefix } = settings;
  const fullKey = (key: string) => (prefix === '' ? key : `${prefix}/${key}`);
  let connected: ReturnType<typeof connect> | null = null;
  const attempt = async <T>(
    what: string,
    work: (connection: Awaited<ReturnType<typeof connect>>) => Promise<T>,
  ): Promise<T> => {
    connected ??= connect(settings);
    try {
      return await work(await connected);
    } catch (error) {
      throw toStorageError(error, what);
    }
  };

  /** Parts of an upload that was killed cost money and are shown nowhere. */
  const abortUploads = (key: string) =>
    attempt(`ending uploads of ${key}`, async ({ client, sdk }) => {
      const { Uploads = [] } = await client.send(new sdk.ListMultipartUploadsCommand({ Bucket, Prefix: fullKey(key) }));
      for (const { Key, UploadId } of Uploads)
        await client.send(new sdk.AbortMultipartUploadCommand({ Bucket, Key, UploadId }));
    });

  return {
    kind: 's3',
    write: (key, chunks) =>
      attempt(`writing ${key}`, async ({ client }) => {
        const { Upload } = await import('@aws-sdk/lib-storage');
        const Body = Readable.from(chunks, { objectMode: false, highWaterMark: 1 << 20 });
        const params = { Bucket, Key: fullKey(key), Body };
        await new Upload({ client, params, queueSize: 1, partSize: PART_BYTES, leavePartsOnError: false }).done();
      }),
    read: (key, start, end) =>
      attempt(`reading ${key}`, async ({ client, sdk }) => {
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
    localPath: (key, sizeBytes) =>
      attempt(`fetching ${key}`, ({ client, sdk }) =>
        cached(cache, 'archive', createHash('sha256').update(key).digest('hex'), async (path) => {
          const { Body } = await client.send(new sdk.GetObjectCommand({ Bucket, Key: fullKey(key) }));
          const file = createWriteStream(path);
          await pipeline(Body as Readable, file);
          if (file.bytesWritten !== sizeBytes)
            throw new StorageError('missing', `${file.bytesWritten} bytes came instead of ${sizeBytes}`);
        }),
      ),
    remove: (key) =>
      attempt(`removing ${key}`, async ({ client, sdk }) => {
        await client.send(new sdk.DeleteObjectCommand({ Bucket, Key: fullKey(key) }));
        // Not every server can list uploads; those that cannot clean up by a rule of the bucket.
        await abortUploads(key).catch(() => {});
      }),
  };
}
