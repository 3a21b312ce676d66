import type { MaterialUpload } from '@/contracts/material-uploads';
import { ApiProblem } from '@/lib/api-client';
import type { FileDigest } from './file-digest';
import { Rate } from './rate';
import { isPassing, MOST_ATTEMPTS, pause, pauseBefore } from './retry';
import { sendFile } from './send-file';
import { Slots } from './slots';
import type { Publication, Upload } from './upload';
import { isContinuedBy, isSameFile, isSending, knownUpload, newUpload, phaseOf } from './upload';
import type { UploadServer, UploadTarget } from './upload-server';

/** Browsers have six connections to a server; the pages need some too. */
const MOST_SENDING = 3;
const POLL_MS = 500;

interface Options {
  sliceBytes?: number;
  pauseMs?: (attempt: number) => number;
  /** Begins to hash a file beside its sending. */
  digest?: (file: Blob) => FileDigest;
}

/** What an upload has besides what is shown of it. */
interface Job {
  file: Blob | null;
  /** Under way or done; a pause in between does not announce the file twice. */
  announced: Promise<string> | null;
  /** Of the file; null while nobody began it. */
  digest: FileDigest | null;
  /** Ends what runs for it. */
  controller: AbortController | null;
  rate: Rate;
}

/** The uploads of a page: a list to watch, and what can be done to each. */
export class Uploads {
  private list: readonly Upload[] = [];
  private readonly jobs = new Map<string, Job>();
  private readonly listeners = new Set<() => void>();
  private readonly slots = new Slots(MOST_SENDING);
  private lastKey = 0;

  constructor(
    private readonly server: UploadServer,
    private readonly options: Options = {},
  ) {}

  /** The uploads, oldest first; the same array until something changes. */
  readonly current = (): readonly Upload[] => this.list;

  /** Calls back at every change; answers how to stop that. */
  readonly watch = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** Begins to upload files, or goes on with one from before that is the same by name and size. @returns their keys */
  add(files: readonly File[], target: UploadTarget | null): string[] {
    return files.map((file) => {
      const orphan = this.list.find((upload) => isContinuedBy(upload, file, target));
      if (orphan) {
        this.continueWith(orphan.key, file);
        return orphan.key;
      }
      const upload = newUpload(this.nextKey(), file, target);
      this.insert(upload, file);
      void this.run(upload.key);
      return upload.key;
    });
  }

  /** Takes in what the server knows from before. Asked again, it adds what is new. */
  async loadOpen(): Promise<void> {
    const known = await this.server.list();
    // Those that were announced while we asked are already here.
    const fresh = known.filter(({ id }) => !this.list.some(({ uploadId }) => uploadId === id));
    for (const upload of fresh.reverse()) {
      const { key, phase } = knownUpload(this.nextKey(), upload);
      this.insert(knownUpload(key, upload), null);
      if (phase === 'inspecting') void this.run(key);
    }
  }

  /** Gets the report of an upload from before, which the list leaves out. */
  async loadReport(key: string): Promise<void> {
    const upload = this.find(key);
    if (!upload?.uploadId || upload.report) return;
    try {
      this.settle(key, await this.server.read(upload.uploadId, new AbortController().signal));
    } catch (error) {
      this.change(key, { error });
    }
  }

  /** Stops sending; `resume` goes on. */
  pause(key: string): void {
    this.stop(key);
    this.change(key, { phase: 'paused', rate: null });
  }

  /** Goes on after a pause, at once while waiting, or tries again what stopped or failed. */
  resume(key: string): void {
    this.stop(key);
    void this.run(key);
  }

  /** Goes on with an upload from before, if the file is the same by name and size. */
  continueWith(key: string, file: File): void {
    const upload = this.find(key);
    const job = this.jobs.get(key);
    if (!upload || !job) return;
    if (!isSameFile(upload, file)) {
      this.change(key, { mismatch: { fileName: file.name, sizeBytes: file.size } });
      return;
    }
    job.file = file;
    job.digest?.stop();
    job.digest = null;
    void this.run(key);
  }

  /** Gives an upload up, on the server too, and forgets it. */
  async discard(key: string): Promise<void> {
    const upload = this.find(key);
    if (!upload) return;
    this.stop(key);
    if (upload.uploadId && upload.phase !== 'published' && upload.phase !== 'ended') {
      try {
        await this.server.cancel(upload.uploadId);
      } catch (error) {
        // Unknown to the server or published elsewhere: over in both cases.
        const isOver = error instanceof ApiProblem && (error.status === 404 || error.status === 409);
        const wasRunning = isSending(upload) || upload.phase === 'inspecting';
        if (!isOver) return this.change(key, { phase: wasRunning ? 'stopped' : upload.phase, error });
      }
    }
    this.jobs.get(key)?.digest?.stop();
    this.jobs.delete(key);
    this.replace(this.list.filter((other) => other.key !== key));
  }

  /** What publishing an upload brought. */
  published(key: string, result: Publication): void {
    this.change(key, { phase: 'published', result });
  }

  private async run(key: string): Promise<void> {
    const job = this.jobs.get(key);
    if (!job) return;
    const controller = new AbortController();
    job.controller = controller;
    try {
      if (job.file) await this.sendInTurn(key, job.file, controller.signal);
      await this.inspect(key, controller.signal);
    } catch (error) {
      // Whoever stopped it says what it is now.
      if (!controller.signal.aborted) this.change(key, { phase: 'stopped', rate: null, error });
    }
  }

  private async sendInTurn(key: string, file: Blob, signal: AbortSignal): Promise<void> {
    this.change(key, { phase: 'queued', rate: null, error: null, failure: null, mismatch: null });
    const free = await this.slots.take(signal);
    try {
      await this.send(key, file, signal);
    } finally {
      free();
    }
  }

  private async send(key: string, file: Blob, signal: AbortSignal): Promise<void> {
    const job = this.jobs.get(key);
    if (!job) return;
    const { rate } = job;
    rate.reset();
    job.digest ??= this.options.digest?.(file) ?? null;
    this.change(key, { phase: 'sending' });
    const uploadId = this.find(key)?.uploadId ?? (await this.announceOnce(key, job));
    signal.throwIfAborted();
    await sendFile({
      server: this.server,
      uploadId,
      file,
      signal,
      ...this.options,
      onProgress: (sentBytes) => {
        rate.note(sentBytes, performance.now());
        this.change(key, { sentBytes, rate: rate.perSecond() });
      },
      onWait: (attempt) => {
        if (attempt) rate.reset();
        this.change(
          key,
          attempt
            ? { phase: 'waiting', attempt: attempt.number, error: attempt.error, rate: null }
            : { phase: 'sending', attempt: 0, error: null },
        );
      },
    });
    this.change(key, { sentBytes: file.size, rate: null });
  }

  private announceOnce(key: string, job: Job): Promise<string> {
    job.announced ??= this.announce(key).catch((error: unknown) => {
      job.announced = null;
      throw error;
    });
    return job.announced;
  }

  private async announce(key: string): Promise<string> {
    const { fileName, sizeBytes, target } = this.find(key) as Upload;
    const { id } = await this.server.announce({ fileName, sizeBytes, ...target });
    // Given up before the server had a name for it.
    if (!this.find(key)) await this.server.cancel(id);
    this.change(key, { uploadId: id });
    return id;
  }

  private async inspect(key: string, signal: AbortSignal): Promise<void> {
    const uploadId = this.find(key)?.uploadId;
    if (!uploadId) return;
    const before = this.find(key)?.phase;
    this.change(key, { phase: 'inspecting', inspectedBytes: 0, error: null, failure: null });
    const sha256 = (await this.jobs.get(key)?.digest?.sha256) ?? null;
    signal.throwIfAborted();
    if (before !== 'inspecting') await this.beginInspection(uploadId, sha256, signal);
    for (;;) {
      const upload = await this.persist(() => this.server.read(uploadId, signal), signal);
      this.settle(key, upload);
      if (upload.state !== 'inspecting') return;
      await pause(POLL_MS, signal);
    }
  }

  private async beginInspection(uploadId: string, sha256: string | null, signal: AbortSignal): Promise<void> {
    try {
      await this.persist(() => this.server.inspect(uploadId, sha256), signal);
    } catch (error) {
      // Begun by a request whose answer was lost, or elsewhere: its state will say.
      const { state } = await this.server.read(uploadId, signal);
      if (state === 'receiving' || state === 'failed') throw error;
    }
  }

  /** Tries again what may work later. */
  private async persist<T>(call: () => Promise<T>, signal: AbortSignal): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await call();
      } catch (error) {
        signal.throwIfAborted();
        if (!isPassing(error) || attempt >= MOST_ATTEMPTS) throw error;
        await pause((this.options.pauseMs ?? pauseBefore)(attempt), signal);
      }
    }
  }

  private settle(key: string, upload: MaterialUpload): void {
    this.change(key, {
      phase: phaseOf(upload.state),
      inspectedBytes: upload.inspectedBytes ?? 0,
      report: upload.report,
      failure: upload.error,
      error: null,
    });
  }

  private stop(key: string): void {
    this.jobs.get(key)?.controller?.abort();
  }

  private find(key: string): Upload | undefined {
    return this.list.find((upload) => upload.key === key);
  }

  private nextKey(): string {
    this.lastKey += 1;
    return `upload-${this.lastKey}`;
  }

  private insert(upload: Upload, file: Blob | null): void {
    this.jobs.set(upload.key, { file, announced: null, digest: null, controller: null, rate: new Rate() });
    this.replace([...this.list, upload]);
  }

  private change(key: string, values: Partial<Upload>): void {
    if (!this.find(key)) return;
    this.replace(this.list.map((upload) => (upload.key === key ? { ...upload, ...values } : upload)));
  }

  private replace(list: readonly Upload[]): void {
    this.list = list;
    for (const listener of this.listeners) listener();
  }
}
