import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { MaterialUpload } from '@/contracts/material-uploads';
import type { Published } from '@/server/materials/publish';
import { publishStaged, stageArchive } from '@/server/materials/uploads/service';
import type { Actor } from '@/server/platform/auth/actor';
import { readConfiguration } from '@/server/platform/config/environment';
import type { Context } from '@/server/platform/context';
import type { Database } from '@/server/platform/db/database';
import { actorOf, contextFor } from './context';
import { buildZip } from './zip-builder';

/** Files of a plugin archive by path below `<type>/dist/<version>/`. */
export type PluginFiles = Record<string, string>;

const CONF = 'conf/linkis-engineconn.properties';

function entriesOf(engineType: string, engineVersion: string, files: PluginFiles): { name: string; content: string }[] {
  const all = { [CONF]: 'wds.linkis.test=1\n', 'lib/a.jar': 'jar a', ...files };
  return [
    ...Object.entries(all).map(([path, content]) => ({ name: `${engineType}/dist/${engineVersion}/${path}`, content })),
    {
      name: `${engineType}/plugin/${engineVersion.replace(/^v/, '')}/linkis-engineplugin-${engineType}.jar`,
      content: 'plugin',
    },
  ];
}

/** A plugin archive of one engine version; with `conf` and `lib`, and what else is given. */
export function pluginZip(engineType: string, engineVersion: string, files: PluginFiles = {}): Buffer {
  return buildZip(entriesOf(engineType, engineVersion, files));
}

/** A plugin archive of several engine types. */
export function pluginsZip(engineTypes: readonly string[], engineVersion: string): Buffer {
  return buildZip(engineTypes.flatMap((engineType) => entriesOf(engineType, engineVersion, {})));
}

/** A folder for blobs and uploads, a clock to turn, and contexts that use both. */
export class MaterialBench {
  now = new Date('2026-05-06T10:20:30Z');
  readonly configuration;

  constructor(
    readonly database: Database,
    environment: Record<string, string> = {},
    readonly folder = mkdtempSync(join(tmpdir(), 'engineroom-materials-')),
  ) {
    this.configuration = readConfiguration({ DATA_DIR: this.folder, ...environment });
  }

  /** What a service gets when somebody asks; an administrator unless said otherwise. */
  context(actor: Actor = actorOf('root', 'admin')): Context {
    const clock = { now: () => this.now };
    return { ...contextFor(this.database, actor, clock), configuration: this.configuration };
  }

  /** Turns the clock on. */
  wait(seconds: number): void {
    this.now = new Date(this.now.getTime() + seconds * 1000);
  }

  /** Uploads, inspects and publishes an archive. */
  async publish(archive: Buffer, options: { force?: boolean; fileName?: string } = {}): Promise<Published[]> {
    const { force = false, fileName = 'plugin.zip' } = options;
    const id = await stageArchive(this.context(), fileName, chunksOf(archive));
    return publishStaged(this.context(), id, null, { force, clientIp: '127.0.0.1' });
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Bytes as a body brings them. */
export async function* chunksOf(bytes: Buffer, size = 64 << 10): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

/** Asks for an upload again and again until it is no longer inspected. */
export async function settled(read: () => Promise<MaterialUpload>): Promise<MaterialUpload> {
  for (;;) {
    const upload = await read();
    if (upload.state !== 'inspecting') return upload;
    await new Promise((done) => setTimeout(done, 10));
  }
}
