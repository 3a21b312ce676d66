import type { ArchiveFault, ArchiveFile, ArchiveWarning } from '@/contracts/material-uploads';
import { type Budgets, DEFAULT_BUDGETS } from './budgets';
import type { ByteSource } from './byte-source';
import { ContentPass, type PackedBlob, type PreparedMaterial, type PreparedPlugin } from './content/content-pass';
import { ArchiveRefusal, Findings } from './findings';
import { type LayoutEngine, readLayout } from './layout';
import { membersBelow } from './members';
import { Watch } from './watch';
import type { ZipEntry } from './zip/format';
import { NAME_FAULTS } from './zip/path-rules';
import { readZip } from './zip/read-zip';

/** How many files a report lists. */
const LISTED_FILES = 5000;

export interface InspectOptions {
  budgets?: Partial<Budgets>;
  signal?: AbortSignal;
  /** Told the packed bytes read so far; they grow up to the size of all entries. */
  onProgress?(readBytes: number): void;
  /** The one engine version that the archive must hold. */
  expected?: { engineType: string; engineVersion: string };
  /** Stores a pack or manifest as its chunks come; called only after the whole archive's structure and layout were accepted. */
  store(chunks: AsyncIterable<Buffer>): Promise<PackedBlob>;
}

/** An engine version whose materials are stored. */
interface InspectedEngine {
  engineType: string;
  /** As the archive spells it. */
  engineVersion: string;
  materials: PreparedMaterial[];
  plugin: PreparedPlugin | null;
}

/** What an archive holds, or why it is refused: with faults, `engines` and `tree` are empty. Sizes in bytes. */
export interface Inspection {
  /** At most 50, the most important first. */
  faults: ArchiveFault[];
  /** At most 200. */
  warnings: ArchiveWarning[];
  warningsTotal: number;
  /** Files of the archive; 0 when it could not be read so far. */
  files: number;
  unpackedBytes: number;
  /** The first 5000 files by path. */
  tree: ArchiveFile[];
  engines: InspectedEngine[];
}

interface Accepted {
  tree: ArchiveFile[];
  engines: InspectedEngine[];
}

/** Reads structure and layout: cheap, nothing is unpacked, and everything that is wrong is found. */
async function readStructure(
  source: ByteSource,
  options: InspectOptions,
  budgets: Budgets,
  findings: Findings,
  watch: Watch,
): Promise<{ entries: ZipEntry[]; layout: LayoutEngine[] }> {
  const entries = await readZip(source, budgets, findings, watch);
  // With names that cannot be, entries would seem to be missing.
  const layout = findings.hasAny(NAME_FAULTS) ? [] : readLayout(entries, options.expected, findings);
  return { entries, layout };
}

/** Reads all content and stores the materials; null when one of them is refused. */
async function prepare(
  pass: ContentPass,
  entries: readonly ZipEntry[],
  layout: readonly LayoutEngine[],
): Promise<Accepted | null> {
  const engines: InspectedEngine[] = [];
  for (const engine of layout) {
    const materials: PreparedMaterial[] = [];
    for (const material of engine.materials) {
      const prepared = await pass.prepareMaterial(engine, material);
      if (prepared === null) return null;
      materials.push(prepared);
    }
    const plugin = engine.plugin === null ? null : await pass.preparePlugin(engine.plugin);
    engines.push({ engineType: engine.engineType, engineVersion: engine.engineVersion, materials, plugin });
  }
  await pass.verifyRest();
  const listed = membersBelow('', entries)
    .filter(({ entry }) => !entry.isDirectory)
    .slice(0, LISTED_FILES);
  return { engines, tree: pass.filesOf(listed) };
}

/**
 * Inspects an archive of engine plugins and stores what its directories become. First its structure, names and layout are
 * judged without unpacking anything; only when they are right is its content read, each byte once: it is inflated,
 * compared with its sizes and checksums, digested, and copied into the packs as it is compressed. Memory stays within some
 * tens of mebibytes for any archive.
 *
 * What is wrong with the archive is returned, not thrown. With faults nothing is named, and what was stored already is
 * for the caller to collect.
 * @throws the signal's reason when it is aborted; what `source` and `store` reject with
 */
export async function inspectArchive(source: ByteSource, options: InspectOptions): Promise<Inspection> {
  const budgets = { ...DEFAULT_BUDGETS, ...options.budgets };
  const findings = new Findings();
  const watch = new Watch(budgets.wallMilliseconds, options.signal);
  let entries: ZipEntry[] = [];
  let accepted: Accepted | null = null;
  try {
    const structure = await readStructure(source, options, budgets, findings, watch);
    entries = structure.entries;
    if (!findings.refused) {
      const pass = new ContentPass(source, entries, {
        budgets,
        findings,
        watch,
        store: (chunks) => options.store(chunks),
        onProgress: (readBytes) => options.onProgress?.(readBytes),
      });
      accepted = await prepare(pass, entries, structure.layout);
    }
  } catch (failure) {
    if (!(failure instanceof ArchiveRefusal)) throw failure;
    findings.fault(failure.code, failure.path, failure.message);
  }
  return {
    faults: findings.faults,
    warnings: findings.warnings,
    warningsTotal: findings.warningsTotal,
    files: entries.filter(({ isDirectory }) => !isDirectory).length,
    unpackedBytes: entries.reduce((sum, { size }) => sum + size, 0),
    tree: accepted?.tree ?? [],
    engines: accepted?.engines ?? [],
  };
}
