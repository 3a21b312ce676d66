import type { MaterialUpload } from '@/contracts/material-uploads';

/** An engine version that an archive must hold, and nothing else. */
export interface UploadTarget {
  engineType: string;
  engineVersion: string;
}

/** What uploading needs of the server. Every call fails with an ApiProblem, or with the signal's reason. */
export interface UploadServer {
  announce(archive: { fileName: string; sizeBytes: number } & Partial<UploadTarget>): Promise<MaterialUpload>;
  list(): Promise<Omit<MaterialUpload, 'report'>[]>;
  read(uploadId: string, signal: AbortSignal): Promise<MaterialUpload>;
  /** Sends bytes from an offset on; `onSent` hears how many of them have gone out. */
  send(
    uploadId: string,
    offset: number,
    bytes: Blob,
    options: { signal: AbortSignal; onSent: (bytes: number) => void },
  ): Promise<void>;
  /** Begins to inspect; with the hash of the file, which what arrived is compared with. */
  inspect(uploadId: string, sha256: string | null): Promise<MaterialUpload>;
  cancel(uploadId: string): Promise<MaterialUpload>;
}
