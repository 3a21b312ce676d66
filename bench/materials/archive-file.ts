import { randomFillSync } from 'node:crypto';
import { closeSync, existsSync, mkdirSync, openSync, renameSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { crc32, deflateRawSync } from 'node:zlib';

/** What an archive's contents are like. */
export type Kind = 'incompressible' | 'compressible';

const ENTRY_BYTES = 32 << 20;
const DISTINCT = 8;
const DEFLATED = 8;
/** 1980-01-01, as DOS writes dates. */
const DATE = 0x21;

/** A compressed content that entries can have. */
interface Content {
  compressed: Buffer;
  crc: number;
  size: number;
}

/** Bytes as a class file or a log might have them: words of a small vocabulary, so that they shrink to about a third. */
function wordy(seed: number): Buffer {
  const bytes = Buffer.allocUnsafe(ENTRY_BYTES);
  const random = randomFillSync(Buffer.allocUnsafe(1 << 16));
  let at = 0;
  for (let index = seed; at < bytes.length; index++) {
    const number = random.readUInt16LE((index * 2) % (random.length - 2)) ^ index;
    at += bytes.write(`org/apache/linkis/${(number % 5000).toString(36)}/Class${number.toString(16)};`, at, 'latin1');
  }
  return bytes;
}

function contentOf(kind: Kind, index: number): Content {
  const bytes = kind === 'compressible' ? wordy(index * 7919) : randomFillSync(Buffer.allocUnsafe(ENTRY_BYTES));
  return { compressed: deflateRawSync(bytes, { level: 6 }), crc: crc32(bytes), size: bytes.length };
}

function header(central: boolean, name: Buffer, { compressed, crc, size }: Content, offset: number): Buffer {
  const fixed = Buffer.alloc(central ? 46 : 30);
  let at = fixed.writeUInt32LE(central ? 0x02014b50 : 0x04034b50, 0);
  if (central) at = fixed.writeUInt16LE((3 << 8) | 20, at);
  for (const value of [20, 0x0800, DEFLATED, 0, DATE]) at = fixed.writeUInt16LE(value, at);
  for (const value of [crc, compressed.length, size]) at = fixed.writeUInt32LE(value, at);
  fixed.writeUInt16LE(name.length, at);
  if (central) {
    fixed.writeUInt32LE((0o100644 << 16) >>> 0, 38);
    fixed.writeUInt32LE(offset, 42);
  }
  return Buffer.concat([fixed, name]);
}

/** Writes a zip of entries, in the order given. */
function writeZip(path: string, entries: Iterable<[name: string, content: Content]>): void {
  const file = openSync(`${path}.part`, 'w');
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [text, content] of entries) {
    const name = Buffer.from(text);
    directory.push(header(true, name, content, offset));
    offset += writeSync(file, header(false, name, content, 0));
    offset += writeSync(file, content.compressed);
  }
  const list = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(directory.length, 8);
  end.writeUInt16LE(directory.length, 10);
  end.writeUInt32LE(list.length, 12);
  end.writeUInt32LE(offset, 16);
  writeSync(file, Buffer.concat([list, end]));
  closeSync(file);
  renameSync(`${path}.part`, path);
}

const text = (content: string): Content => {
  const bytes = Buffer.from(content);
  return { compressed: deflateRawSync(bytes), crc: crc32(bytes), size: bytes.length };
};

/** Entries of a plugin archive of about so many bytes, packed. */
function* entriesOf(kind: Kind, engineType: string, bytes: number): Generator<[string, Content]> {
  const root = `${engineType}/dist/1`;
  yield [`${root}/conf/linkis-engineconn.properties`, text('wds.linkis.engineconn.debug.enable=true\n')];
  yield [`${engineType}/plugin/1/linkis-engineplugin-${engineType}.jar`, text('plugin')];
  const known: Content[] = [];
  for (let written = 0, index = 0; written < bytes; index++) {
    const content =
      kind === 'compressible' && known[index % DISTINCT] ? known[index % DISTINCT] : contentOf(kind, index);
    if (!content) throw new Error('no content');
    if (kind === 'compressible') known[index % DISTINCT] = content;
    yield [`${root}/lib/part-${String(index).padStart(4, '0')}.jar`, content];
    written += content.compressed.length;
  }
}

/** A plugin archive of about so many bytes; one of an earlier run is taken again. */
export function makeArchive(folder: string, kind: Kind, bytes: number): { path: string; bytes: number } {
  const path = join(folder, `${kind}-${bytes}.zip`);
  mkdirSync(folder, { recursive: true });
  if (!existsSync(path)) writeZip(path, entriesOf(kind, kind === 'compressible' ? 'wordy' : 'noise', bytes));
  return { path, bytes: statSync(path).size };
}

/** A small plugin archive as bytes, whose configuration says something. */
export function smallArchive(folder: string, engineType: string, version: string, says: string): string {
  const path = join(folder, `${engineType}-${version}.zip`);
  writeZip(path, [
    [`${engineType}/dist/${version}/conf/linkis-engineconn.properties`, text(`${says}\n`)],
    [`${engineType}/dist/${version}/lib/a.jar`, text(`jar of ${engineType} ${version}`)],
  ]);
  return path;
}
