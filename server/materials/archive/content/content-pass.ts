import type { ArchiveFile } from '@/contracts/material-uploads';
import type { Budgets } from '../budgets';
import { type ByteSource, sliceOf } from '../byte-source';
import type { Findings } from '../findings';
import type { LayoutEngine, LayoutMaterial } from '../layout';
import { lintMaterial } from '../lint';
import { secretListener } from '../lint-secrets';
import { writeManifest } from '../manifest';
import { ContentDigests, emptyDirectoriesOf, type Member } from '../members';
import { packZip } from '../pack';
import type { Watch } from '../watch';
import { STORED, type ZipEntry } from '../zip/format';
import { EntryReader } from './entry-reader';
import { InflatedSource } from './inflated-source';
import { contentInFileOrder, readInnerArchive } from './inner-archive';

/** Digests and length of something stored. */
export interface PackedBlob {
  sha256: string;
  md5: string;
  size: number;
}

/** A material as it was stored; the SHA-256 of its manifest is the identity of its content. */
export interface PreparedMaterial {
  fileName: string;
  pack: PackedBlob;
  manifest: PackedBlob;
  files: ArchiveFile[];
  unpackedBytes: number;
}

/** A plugin directory as it was stored. */
export interface PreparedPlugin {
  pack: PackedBlob;
  files: number;
  unpackedBytes: number;
}

/** What the pass works with. */
export interface ContentPassOptions {
  budgets: Budgets;
  findings: Findings;
  watch: Watch;
  /** Takes a pack or manifest as its pieces come. */
  store(chunks: AsyncIterable<Buffer>): Promise<PackedBlob>;
  /** Told the packed bytes read so far. */
  onProgress?(readBytes: number): void;
}

const bytesOf = (files: readonly ArchiveFile[]) => files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
const unpackedBytesOf = (entries: readonly ZipEntry[]) => entries.reduce((sum, { size }) => sum + size, 0);

/**
 * Reads the content of an archive whose structure and layout were accepted: every packed byte once, verified, digested and
 * handed to the store as packs on the way. Methods reject with an ArchiveRefusal when content is not what it should be.
 */
export class ContentPass {
  readonly #source: ByteSource;
  readonly #entries: readonly ZipEntry[];
  readonly #options: ContentPassOptions;
  readonly #digests = new ContentDigests();
  #readBytes = 0;
  #entriesLeft: number;
  #unpackedLeft: number;

  /** @param entries all entries of the archive */
  constructor(source: ByteSource, entries: readonly ZipEntry[], options: ContentPassOptions) {
    this.#source = source;
    this.#entries = entries;
    this.#options = options;
    this.#entriesLeft = options.budgets.entries - entries.length;
    this.#unpackedLeft = options.budgets.unpackedBytes - unpackedBytesOf(entries);
  }

  /** Stores one material of an engine version; null when it is an archive that is refused, as the findings say. */
  async prepareMaterial(engine: LayoutEngine, material: LayoutMaterial): Promise<PreparedMaterial | null> {
    const { fileName, kind, members } = material;
    const path = `${engine.engineType}/dist/${engine.engineVersion}/${fileName}`;
    const isConfiguration = fileName === 'conf.zip';
    if (kind === 'directory') {
      const pack = await this.#pack(members, isConfiguration);
      return this.#finish(fileName, `${path.slice(0, -'.zip'.length)}/`, pack, members);
    }
    const [only] = members;
    if (only === undefined) throw new Error('a material that is a file has that file');
    const content = await this.#unpack(only.entry);
    const inner = kind === 'archive' ? await this.#readInner(content, path, isConfiguration) : members;
    if (inner === null) return null;
    const pack = await this.#store(content.stream(0, content.size));
    return this.#finish(fileName, `${path}!/`, pack, inner);
  }

  /** Stores the plugin directory of an engine version. */
  async preparePlugin(members: readonly Member[]): Promise<PreparedPlugin> {
    const pack = await this.#pack(members, false);
    const files = this.#digests.filesOf(members);
    return { pack, files: files.length, unpackedBytes: bytesOf(files) };
  }

  /** Verifies what went into no material: a damaged archive must not be accepted in parts. */
  async verifyRest(): Promise<void> {
    const rest = this.#entries.filter((entry) => !this.#digests.has(entry));
    await this.#readerOf(contentInFileOrder(rest), false).verifyAll();
  }

  /** Files among the members, with their digests. They must have been read. */
  filesOf(members: readonly Member[]): ArchiveFile[] {
    return this.#digests.filesOf(members);
  }

  async #finish(fileName: string, at: string, pack: PackedBlob, members: readonly Member[]): Promise<PreparedMaterial> {
    const files = this.#digests.filesOf(members);
    lintMaterial(fileName, at, files, this.#options.findings);
    const manifest = await this.#store(writeManifest(files, emptyDirectoriesOf(members)));
    return { fileName, pack, manifest, files, unpackedBytes: bytesOf(files) };
  }

  #pack(members: readonly Member[], isConfiguration: boolean): Promise<PackedBlob> {
    const files = members.filter(({ entry }) => !entry.isDirectory).map(({ entry }) => entry);
    const reader = this.#readerOf(files, isConfiguration);
    return this.#store(packZip(members, () => reader.next()));
  }

  /** The content of an entry, after it was verified, as a source. */
  async #unpack(entry: ZipEntry): Promise<ByteSource> {
    await this.#readerOf([entry], false).verifyAll();
    return entry.method === STORED
      ? sliceOf(this.#source, entry.dataOffset, entry.dataOffset + entry.size)
      : new InflatedSource(this.#source, entry);
  }

  /** What is inside counts against the budgets of the whole archive, so that many zips cannot hold more than one could. */
  async #readInner(source: ByteSource, path: string, isConfiguration: boolean): Promise<Member[] | null> {
    const members = await readInnerArchive(source, path, isConfiguration, {
      ...this.#options,
      budgets: { ...this.#options.budgets, entries: this.#entriesLeft, unpackedBytes: this.#unpackedLeft },
      digests: this.#digests,
    });
    this.#entriesLeft -= members?.length ?? 0;
    this.#unpackedLeft -= unpackedBytesOf(members?.map(({ entry }) => entry) ?? []);
    return members;
  }

  #readerOf(entries: readonly ZipEntry[], isConfiguration: boolean): EntryReader {
    const { watch, findings, onProgress } = this.#options;
    return new EntryReader(this.#source, entries, {
      watch,
      onVerified: (entry, sha256) => this.#digests.add(entry, sha256),
      onRead: (bytes) => {
        this.#readBytes += bytes;
        onProgress?.(this.#readBytes);
      },
      listenTo: (entry) => (isConfiguration ? secretListener(entry.path, entry.size, findings) : undefined),
    });
  }

  /** Stores pieces. When they end early, what is thrown is why, whatever the store makes of it. */
  async #store(chunks: AsyncIterable<Buffer>): Promise<PackedBlob> {
    let cause: unknown;
    async function* watched(): AsyncGenerator<Buffer, void, undefined> {
      try {
        yield* chunks;
      } catch (failure) {
        cause = failure;
        throw failure;
      }
    }
    try {
      return await this.#options.store(watched());
    } catch (failure) {
      throw cause ?? failure;
    }
  }
}
