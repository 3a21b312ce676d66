// Changes the materials of one engine version without end, for tests to kill in the middle. Arguments: URL of the
// database, folder of a MaterialBench, a seed. Says `release N` when a change that made that release is acknowledged.
import { collectBlobs } from '@/server/library/service';
import { findReleases } from '@/server/materials/engine/store';
import { rollBackMaterials } from '@/server/materials/rollback';
import { deleteEngine, restoreEngine } from '@/server/materials/trash';
import { openDatabase } from '@/server/platform/db/database';
import { ENGINE, variantZip } from './material-variants';
import { MaterialBench } from './materials';

const [url = '', folder = '', seed = '1'] = process.argv.slice(2);
const database = await openDatabase({ url, timeZone: 'UTC', poolSize: 3 });
const bench = new MaterialBench(database, {}, folder);

let state = Number(seed);
/** A number below a bound, always the same for the same seed. */
function random(bound: number): number {
  state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
  return Math.floor((state / 2 ** 31) * bound);
}

const lastRelease = async () =>
  (await findReleases(database, ENGINE.engineType, ENGINE.engineVersion, 1))[0]?.number ?? 0;

async function restoreWhatIsDeleted(): Promise<void> {
  for (const { id } of await database.client.materialTrash.findMany()) await restoreEngine(bench.context(), id);
}

const CHANGES = [
  () => bench.publish(variantZip(random(5))),
  () => bench.publish(variantZip(random(5)), { force: true }),
  async () => {
    const release = 1 + random(await lastRelease());
    await rollBackMaterials(bench.context(), ENGINE, { release }).catch((error: { code?: string }) => {
      if (error.code !== 'not_found') throw error;
    });
  },
  async () => {
    await deleteEngine(bench.context(), ENGINE);
    await restoreWhatIsDeleted();
  },
  () => collectBlobs(bench.context(), { dryRun: false, graceSeconds: 1 }),
];

bench.now = new Date();
await restoreWhatIsDeleted();
await bench.publish(variantZip(0));
process.stdout.write('changing\n');
for (;;) {
  bench.now = new Date();
  await CHANGES[random(CHANGES.length)]?.();
  process.stdout.write(`release ${await lastRelease()}\n`);
}
