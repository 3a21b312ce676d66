import { isIP } from 'node:net';
import { isAbsolute, join, resolve } from 'node:path';
import { z } from 'zod';
import { kindOf } from '../db/url';
import { type OidcSettings, oidcFaults, oidcVariables, toOidc } from './oidc';
import { optional } from './optional';

const commaList = z
  .string()
  .default('')
  .transform((text) =>
    text
      .split(',')
      .map((item) => item.trim())
      .filter(Boolean),
  );

const timeZone = z.string().refine((zone) => {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}, 'not a time zone; expected a name such as UTC or Asia/Shanghai');

const address = z.string().refine((text) => isIP(text) !== 0, 'not an IP address');

const flag = z.enum(['true', 'false']).transform((text) => text === 'true');

/** Alias of a context server in external ids of contexts; `--` separates their parts. */
const contextAlias = optional(
  z
    .string()
    .regex(/^(?!.*--)(?!-)[\x21-\x7e]{1,64}(?<!-)$/, 'expected 1 to 64 characters without blanks and without --'),
).transform((alias) => alias ?? 'cs_1_dev');

const ecmUrls = commaList.pipe(
  z.array(
    z.string().regex(/^(\*|[\w.-]+:\d{1,5})=https?:\/\/\S+$/, 'expected host:port=http://gateway or *=http://gateway'),
  ),
);

const environmentSchema = z.object({
  PORT: optional(z.coerce.number().int().min(1).max(65535)).transform((port) => port ?? 3000),
  DATA_DIR: optional(z.string()).transform((folder) => resolve(/* turbopackIgnore: true */ folder ?? 'data')),
  DATABASE_URL: optional(
    z
      .string()
      .regex(
        /^(file|mysql|mariadb|postgres|postgresql):/,
        'expected a URL that begins with file:, mysql: or postgresql:',
      ),
  ),
  DATABASE_TIME_ZONE: optional(timeZone),
  DATABASE_POOL_SIZE: optional(z.coerce.number().int().min(2).max(100)).transform((size) => size ?? 10),
  LOG_ROOTS: commaList,
  LOG_TIME_ZONE: optional(timeZone),
  LOG_CACHE_GIB: optional(z.coerce.number().min(0.1).max(100_000)).transform((size) => size ?? 4),
  ADMIN_USER: optional(z.string().regex(/^[A-Za-z0-9_.@-]{1,64}$/, 'expected letters, digits, . _ @ or -')).transform(
    (name) => name ?? 'admin',
  ),
  ADMIN_PASSWORD: optional(z.string().min(1).max(200)),
  LINKIS_ADMINS: commaList,
  LINKIS_HISTORY_ADMINS: commaList,
  TRUSTED_PROXIES: optional(z.string())
    .transform((text) =>
      (text ?? '127.0.0.1,::1')
        .split(',')
        .map((item) => item.trim())
        .filter(Boolean),
    )
    .pipe(z.array(address)),
  SESSION_HOURS: optional(z.coerce.number().min(0.05).max(720)).transform((hours) => hours ?? 8),
  PUBLIC_URL: optional(z.url({ protocol: /^https?$/ })),
  LOG_LEVEL: optional(z.enum(['silent', 'error', 'warn', 'info', 'debug'])).transform((level) => level ?? 'info'),
  LINKIS_ECM_URLS: ecmUrls,
  LINKIS_ECM_TOKEN: optional(z.string().regex(/^[\x21-\x7e]{1,200}$/, 'expected a token name without blanks')),
  LINKIS_ECM_USER: optional(z.string().regex(/^[\x21-\x7e]{1,64}$/, 'expected a user name')).transform(
    (name) => name ?? 'hadoop',
  ),
  LINKIS_ECM_TIMEOUT_SECONDS: optional(z.coerce.number().min(0.1).max(600)).transform((seconds) => seconds ?? 10),
  LINKIS_CLUSTER_NAME: optional(z.string().max(64)).transform((name) => name ?? ''),
  WORKER_MODE: optional(z.enum(['embedded', 'external', 'off'])).transform((mode) => mode ?? 'embedded'),
  LOG_ARCHIVE: optional(z.enum(['local', 's3', 'off'])).transform((kind) => kind ?? 'local'),
  LOG_ARCHIVE_DAYS: optional(z.coerce.number().int().min(0).max(36_500)).transform((days) => days ?? 90),
  LOG_ARCHIVE_DELAY_SECONDS: optional(z.coerce.number().int().min(0).max(86_400)).transform((delay) => delay ?? 60),
  MATERIAL_UPLOAD_GIB: optional(z.coerce.number().min(0.001).max(16)).transform((size) => size ?? 4),
  MATERIAL_STORAGE: optional(z.enum(['local', 's3'])).transform((kind) => kind ?? 'local'),
  LIBRARY_ROOTS: commaList,
  CONTEXT_INSTANCE: contextAlias,
  CONTEXT_BACKUP_INSTANCE: contextAlias,
  CONTEXT_ACCESS: optional(z.enum(['owner', 'signed-in'])).transform((access) => access ?? 'owner'),
  S3_ENDPOINT: optional(z.url({ protocol: /^https?$/ })),
  S3_REGION: optional(z.string().max(64)),
  S3_BUCKET: optional(z.string().max(255)),
  S3_PREFIX: optional(z.string().max(100)).transform((prefix) => (prefix ?? '').replace(/^\/+|\/+$/g, '')),
  S3_ACCESS_KEY_ID: optional(z.string().max(255)),
  S3_SECRET_ACCESS_KEY: optional(z.string().max(255)),
  S3_FORCE_PATH_STYLE: optional(flag),
  ...oidcVariables,
});

type Environment = z.output<typeof environmentSchema>;

/** One place where engines' logs are: a directory, for every engine manager or for one (`host:port=directory`). */
export interface LogRoot {
  /** `host:port` of the engine manager whose logs these are; null for any. */
  ecm: string | null;
  directory: string;
}

/** A bucket of an object storage that speaks S3. */
export interface S3Settings {
  /** Null for that of AWS. */
  endpoint: string | null;
  region: string;
  bucket: string;
  /** What all keys begin with, without a slash at its ends; may be empty. */
  prefix: string;
  /** Null: as the AWS SDK finds them by itself, from the machine's role for example. */
  credentials: { accessKeyId: string; secretAccessKey: string } | null;
  /** The bucket stands in the path instead of the host name. */
  pathStyle: boolean;
}

/** Where the logs of ended engines go, and for how long. */
interface LogArchiveSettings {
  storage: 'local' | 's3' | 'off';
  /** Days that an archive is kept; 0 for ever. */
  days: number;
  /** Seconds between an engine's end and the archiving of its logs, in which they must not grow. */
  delaySeconds: number;
}

/** Engine managers whose logs are fetched over Linkis' API, and with what proof. */
interface RemoteEcmSettings {
  /** Gateways, without a slash at their ends; `ecm` is null for any manager that has none of its own. */
  urls: { ecm: string | null; url: string }[];
  token: string;
  user: string;
  timeoutSeconds: number;
}

/** The context service: aliases in external ids, and who may use a context. */
interface ContextSettings {
  instance: string;
  backupInstance: string;
  /** `owner`: who made it, and administrators; `signed-in`: everybody who is signed in, as in the original. */
  access: 'owner' | 'signed-in';
}

/** The settings of this process, checked. Names and meaning: the table in README. */
export interface Configuration {
  port: number;
  dataDirectory: string;
  databaseUrl: string;
  databaseTimeZone: string;
  databasePoolSize: number;
  logRoots: LogRoot[];
  /** Zone of the times that engines write. */
  logTimeZone: string;
  /** Most bytes that each kind of cached log files may take. */
  logCacheBytes: number;
  remoteEcms: RemoteEcmSettings;
  adminUser: string;
  adminPassword: string | null;
  linkisAdmins: string[];
  linkisHistoryAdmins: string[];
  trustedProxies: string[];
  sessionHours: number;
  publicUrl: string | null;
  logLevel: string;
  clusterName: string;
  /** Whether the server runs background tasks itself, another process (`npm run worker`) does, or nobody. */
  workerMode: 'embedded' | 'external' | 'off';
  logArchive: LogArchiveSettings;
  /** Largest archive of engine plugins that is taken, in bytes. */
  materialUploadBytes: number;
  /** Where the bytes of the library and of materials go. */
  materialStorage: 'local' | 's3';
  /** Directories in which files lie that Linkis' own library has written. */
  libraryRoots: string[];
  /** How contexts are named, and whose they are. */
  contexts: ContextSettings;
  /** Null when no bucket is named. */
  s3: S3Settings | null;
  /** Null when people sign in with local accounts only. */
  oidc: OidcSettings | null;
}

function toLogRoot(text: string): LogRoot {
  const [, ecm, directory] = /^([\w.-]+:\d{1,5})=(.+)$/.exec(text) ?? [null, null, text];
  const path = directory ?? text;
  return { ecm: ecm ?? null, directory: isAbsolute(path) ? path : resolve(/* turbopackIgnore: true */ path) };
}

function toS3(value: Environment): S3Settings | null {
  if (value.S3_BUCKET === undefined) return null;
  const { S3_ACCESS_KEY_ID: accessKeyId, S3_SECRET_ACCESS_KEY: secretAccessKey } = value;
  return {
    endpoint: value.S3_ENDPOINT ?? null,
    region: value.S3_REGION ?? 'us-east-1',
    bucket: value.S3_BUCKET,
    prefix: value.S3_PREFIX,
    credentials: accessKeyId && secretAccessKey ? { accessKeyId, secretAccessKey } : null,
    // Servers other than AWS' rarely have a host name for each bucket.
    pathStyle: value.S3_FORCE_PATH_STYLE ?? value.S3_ENDPOINT !== undefined,
  };
}

/** What is wrong with settings that are right each by itself, one line each. */
function faultsTogether(value: Environment, databaseUrl: string): string[] {
  const faults: string[] = [];
  if (value.WORKER_MODE === 'external' && kindOf(databaseUrl) === 'sqlite')
    faults.push(
      'WORKER_MODE: external needs a database server; with SQLite the server runs background tasks itself (embedded)',
    );
  if (value.LINKIS_ECM_URLS.length > 0 && value.LINKIS_ECM_TOKEN === undefined)
    faults.push('LINKIS_ECM_TOKEN: is needed with LINKIS_ECM_URLS; the name of a gateway token of that Linkis');
  if (value.LOG_ARCHIVE === 's3' && value.S3_BUCKET === undefined)
    faults.push('S3_BUCKET: LOG_ARCHIVE=s3 needs the name of a bucket');
  if (value.MATERIAL_STORAGE === 's3' && value.S3_BUCKET === undefined)
    faults.push('S3_BUCKET: MATERIAL_STORAGE=s3 needs the name of a bucket');
  if ((value.S3_ACCESS_KEY_ID === undefined) !== (value.S3_SECRET_ACCESS_KEY === undefined))
    faults.push('S3_ACCESS_KEY_ID: give it together with S3_SECRET_ACCESS_KEY, or neither');
  return [...faults, ...oidcFaults(value)];
}

function refuse(lines: string[]): never {
  const list = lines.map((line) => `  ${line}`).join('\n');
  throw new Error(`The environment has settings that cannot be used:\n${list}`);
}

function toRemoteEcm(text: string): RemoteEcmSettings['urls'][number] {
  const cut = text.indexOf('=');
  const ecm = text.slice(0, cut);
  return { ecm: ecm === '*' ? null : ecm, url: text.slice(cut + 1).replace(/\/+$/, '') };
}

/**
 * Reads the configuration from environment variables.
 * @throws Error that names every wrong variable and what was expected.
 */
export function readConfiguration(environment: Record<string, string | undefined>): Configuration {
  const parsed = environmentSchema.safeParse(environment);
  if (!parsed.success) refuse(parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`));
  const value = parsed.data;
  const databaseUrl = value.DATABASE_URL ?? `file:${join(/* turbopackIgnore: true */ value.DATA_DIR, 'engineroom.db')}`;
  const zone = value.DATABASE_TIME_ZONE ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
  const faults = faultsTogether(value, databaseUrl);
  if (faults.length > 0) refuse(faults);
  return {
    port: value.PORT,
    dataDirectory: value.DATA_DIR,
    databaseUrl,
    databaseTimeZone: zone,
    databasePoolSize: value.DATABASE_POOL_SIZE,
    logRoots: (value.LOG_ROOTS.length > 0
      ? value.LOG_ROOTS
      : [join(/* turbopackIgnore: true */ value.DATA_DIR, 'engine-logs')]
    ).map(toLogRoot),
    logTimeZone: value.LOG_TIME_ZONE ?? zone,
    logCacheBytes: value.LOG_CACHE_GIB * 2 ** 30,
    remoteEcms: {
      urls: value.LINKIS_ECM_URLS.map(toRemoteEcm),
      token: value.LINKIS_ECM_TOKEN ?? '',
      user: value.LINKIS_ECM_USER,
      timeoutSeconds: value.LINKIS_ECM_TIMEOUT_SECONDS,
    },
    adminUser: value.ADMIN_USER,
    adminPassword: value.ADMIN_PASSWORD ?? null,
    linkisAdmins: value.LINKIS_ADMINS,
    linkisHistoryAdmins: value.LINKIS_HISTORY_ADMINS,
    trustedProxies: value.TRUSTED_PROXIES,
    sessionHours: value.SESSION_HOURS,
    publicUrl: value.PUBLIC_URL ?? null,
    logLevel: value.LOG_LEVEL,
    clusterName: value.LINKIS_CLUSTER_NAME,
    workerMode: value.WORKER_MODE,
    logArchive: {
      storage: value.LOG_ARCHIVE,
      days: value.LOG_ARCHIVE_DAYS,
      delaySeconds: value.LOG_ARCHIVE_DELAY_SECONDS,
    },
    materialUploadBytes: Math.floor(value.MATERIAL_UPLOAD_GIB * 2 ** 30),
    materialStorage: value.MATERIAL_STORAGE,
    libraryRoots: value.LIBRARY_ROOTS.map((root) => resolve(/* turbopackIgnore: true */ root)),
    contexts: {
      instance: value.CONTEXT_INSTANCE,
      backupInstance: value.CONTEXT_BACKUP_INSTANCE,
      access: value.CONTEXT_ACCESS,
    },
    s3: toS3(value),
    oidc: toOidc(value),
  };
}
