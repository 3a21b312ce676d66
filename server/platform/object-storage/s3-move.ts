import type { CompletedPart, S3Client } from '@aws-sdk/client-s3';
import { StorageError } from './storage';

/** The client that speaks to a bucket's server, and the SDK it comes from. */
export interface S3Connection {
  client: S3Client;
  sdk: typeof import('@aws-sdk/client-s3');
}

/** Largest object that one copy takes (5 GiB), and the size of the pieces of larger ones. */
const SINGLE_COPY_BYTES = 5 * 2 ** 30;
const PIECE_BYTES = 2 ** 30;

/** How objects are copied; smaller figures are for tests. */
export interface CopyLimits {
  singleBytes: number;
  pieceBytes: number;
}

/** Names the source of a copy: bucket and key, as a URL path. */
function sourceOf(bucket: string, key: string): string {
  return `${bucket}/${key}`.split('/').map(encodeURIComponent).join('/');
}

async function copyInPieces(
  { client, sdk }: S3Connection,
  Bucket: string,
  from: string,
  Key: string,
  size: number,
  pieceBytes: number,
): Promise<void> {
  const { UploadId } = await client.send(new sdk.CreateMultipartUploadCommand({ Bucket, Key }));
  const CopySource = sourceOf(Bucket, from);
  try {
    const Parts: CompletedPart[] = [];
    for (let start = 0; start < size; start += pieceBytes) {
      const PartNumber = Parts.length + 1;
      const CopySourceRange = `bytes=${start}-${Math.min(start + pieceBytes, size) - 1}`;
      const piece = { Bucket, Key, UploadId, CopySource, CopySourceRange, PartNumber };
      const { CopyPartResult } = await client.send(new sdk.UploadPartCopyCommand(piece));
      Parts.push({ PartNumber, ETag: CopyPartResult?.ETag });
    }
    const MultipartUpload = { Parts };
    await client.send(new sdk.CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload }));
  } catch (error) {
    await client.send(new sdk.AbortMultipartUploadCommand({ Bucket, Key, UploadId })).catch(() => {});
    throw error;
  }
}

/**
 * Copies an object inside a bucket, without its bytes coming here, and removes the original. The size of the copy is
 * looked at before: a copy that is not whole must not replace its original.
 */
export async function moveObject(
  connection: S3Connection,
  Bucket: string,
  from: string,
  to: string,
  { singleBytes, pieceBytes }: CopyLimits = { singleBytes: SINGLE_COPY_BYTES, pieceBytes: PIECE_BYTES },
): Promise<void> {
  const { client, sdk } = connection;
  const { ContentLength: size = 0 } = await client.send(new sdk.HeadObjectCommand({ Bucket, Key: from }));
  if (size > singleBytes) await copyInPieces(connection, Bucket, from, to, size, pieceBytes);
  else await client.send(new sdk.CopyObjectCommand({ Bucket, Key: to, CopySource: sourceOf(Bucket, from) }));
  const copy = await client.send(new sdk.HeadObjectCommand({ Bucket, Key: to }));
  if (copy.ContentLength !== size)
    throw new StorageError('unavailable', `the copy has ${copy.ContentLength} bytes instead of ${size}`);
  await client.send(new sdk.DeleteObjectCommand({ Bucket, Key: from }));
}
