import type { Database } from '@/server/platform/db/database';
import { rawSql, sql } from '@/server/platform/db/dialect';

/** Number of blobs and of their bytes. */
export interface BlobTotal {
  blobs: number;
  bytes: number;
}

const KEPT_ELSEWHERE = `EXISTS (SELECT 1 FROM er_material_release AS r WHERE r.plugin_sha256 = b.sha256)
  OR EXISTS (SELECT 1 FROM er_material_upload_blob AS u WHERE u.sha256 = b.sha256)`;
const named = (condition: string) =>
  `EXISTS (SELECT 1 FROM er_library_version AS v JOIN er_library_resource AS s ON s.resource_id = v.resource_id
     WHERE v.sha256 = b.sha256 AND ${condition})
   OR EXISTS (SELECT 1 FROM er_library_version AS v JOIN er_library_resource AS s ON s.resource_id = v.resource_id
     WHERE v.content_sha256 = b.sha256 AND ${condition})`;
const LIVE = 'v.deleted_time IS NULL AND s.deleted_time IS NULL';

const CONDITIONS = {
  stored: `b.state = 'stored'`,
  damaged: `b.state = 'stored' AND b.fault IS NOT NULL`,
  /** Named by nothing. */
  unreachable: `b.state <> 'removing' AND NOT (${named('1 = 1')}) AND NOT (${KEPT_ELSEWHERE})`,
  /** Named by deleted versions only. */
  trash: `b.state = 'stored' AND (${named('1 = 1')}) AND NOT (${named(LIVE)}) AND NOT (${KEPT_ELSEWHERE})`,
};

/** Blobs of a kind. Reads the whole table. */
export async function totalOf(database: Database, kind: keyof typeof CONDITIONS): Promise<BlobTotal> {
  const rows = await database.scan<{ blobs: bigint | number; bytes: bigint | number | string | null }>(
    sql`SELECT COUNT(*) AS blobs, SUM(b.size) AS bytes FROM er_blob AS b WHERE ${rawSql(CONDITIONS[kind])}`,
  );
  return { blobs: Number(rows[0]?.blobs ?? 0), bytes: Number(rows[0]?.bytes ?? 0) };
}

/** Bytes that all versions would take if equal content were not stored once. */
export async function namedBytes(database: Database): Promise<number> {
  const rows = await database.scan<{ bytes: bigint | number | string | null }>(
    sql`SELECT SUM(size) AS bytes FROM er_library_version WHERE sha256 IS NOT NULL`,
  );
  return Number(rows[0]?.bytes ?? 0);
}
