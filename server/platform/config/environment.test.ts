import { describe, expect, it } from 'vitest';
import { readConfiguration } from './environment';

describe('configuration', () => {
  it('has defaults for background work and the archive', () => {
    expect(readConfiguration({})).toMatchObject({
      workerMode: 'embedded',
      logArchive: { storage: 'local', days: 90, delaySeconds: 60 },
      materialStorage: 'local',
      libraryRoots: [],
      contexts: { instance: 'cs_1_dev', backupInstance: 'cs_1_dev', access: 'owner' },
      s3: null,
    });
    expect(readConfiguration({ LOG_ARCHIVE: 'off', LOG_ARCHIVE_DAYS: '0' }).logArchive).toMatchObject({
      storage: 'off',
      days: 0,
    });
  });

  it('knows an OpenID Connect provider, and names what is missing for one', () => {
    const given = { OIDC_ISSUER: 'https://id.bank.example/realms/data/', OIDC_CLIENT_ID: 'engineroom' };
    const whole = { ...given, OIDC_CLIENT_SECRET: 's', PUBLIC_URL: 'https://engineroom.bank.example' };
    expect(readConfiguration({}).oidc).toBeNull();
    expect(readConfiguration(whole).oidc).toEqual({
      issuer: 'https://id.bank.example/realms/data',
      clientId: 'engineroom',
      clientSecret: 's',
      name: null,
      userClaim: 'preferred_username',
    });
    expect(() => readConfiguration(given)).toThrow(/OIDC_CLIENT_SECRET: is needed[\s\S]*PUBLIC_URL: is needed/);
    expect(() => readConfiguration({ ...whole, OIDC_ISSUER: 'id.bank.example' })).toThrow(/OIDC_ISSUER/);
    expect(() => readConfiguration({ OIDC_CLIENT_ID: 'engineroom', OIDC_CLIENT_SECRET: ' ' })).toThrow(
      /OIDC_ISSUER: is/,
    );
  });

  it('knows a bucket of AWS and one of another server', () => {
    expect(readConfiguration({ S3_BUCKET: 'b', LOG_ARCHIVE: 's3' }).s3).toEqual({
      endpoint: null,
      region: 'us-east-1',
      bucket: 'b',
      prefix: '',
      credentials: null,
      pathStyle: false,
    });
    const own = {
      S3_BUCKET: 'b',
      S3_ENDPOINT: 'http://minio:9000',
      S3_PREFIX: '/a/b/',
      S3_ACCESS_KEY_ID: 'k',
      S3_SECRET_ACCESS_KEY: 's',
    };
    expect(readConfiguration(own).s3).toMatchObject({
      prefix: 'a/b',
      pathStyle: true,
      credentials: { accessKeyId: 'k' },
    });
    expect(readConfiguration({ ...own, S3_FORCE_PATH_STYLE: 'false' }).s3?.pathStyle).toBe(false);
  });

  it.each([
    [{ WORKER_MODE: 'external' }, /WORKER_MODE: external needs a database server; with SQLite/],
    [{ WORKER_MODE: 'external', DATABASE_URL: 'file:x.db' }, /WORKER_MODE: external needs/],
    [{ WORKER_MODE: 'sometimes' }, /WORKER_MODE: .*embedded/],
    [{ LOG_ARCHIVE: 's3' }, /S3_BUCKET: LOG_ARCHIVE=s3 needs the name of a bucket/],
    [{ MATERIAL_STORAGE: 's3' }, /S3_BUCKET: MATERIAL_STORAGE=s3 needs the name of a bucket/],
    [{ MATERIAL_STORAGE: 'off' }, /MATERIAL_STORAGE: .*local/],
    [{ S3_BUCKET: 'b', S3_ACCESS_KEY_ID: 'k' }, /S3_ACCESS_KEY_ID: give it together with/],
    [{ LOG_ARCHIVE_DAYS: '-1' }, /LOG_ARCHIVE_DAYS/],
    [{ S3_ENDPOINT: 'minio:9000' }, /S3_ENDPOINT/],
    [{ CONTEXT_INSTANCE: 'cs--1' }, /CONTEXT_INSTANCE: .*without --/],
    [{ CONTEXT_BACKUP_INSTANCE: 'cs_1-' }, /CONTEXT_BACKUP_INSTANCE/],
    [{ CONTEXT_ACCESS: 'everybody' }, /CONTEXT_ACCESS/],
  ])('refuses %j and says why', (environment, message) => {
    expect(() => readConfiguration(environment)).toThrow(message);
  });

  it('knows where materials go and where older files lie', () => {
    const environment = { MATERIAL_STORAGE: 's3', S3_BUCKET: 'b', LIBRARY_ROOTS: '/data/bml/, /mnt/bml' };
    expect(readConfiguration(environment)).toMatchObject({
      materialStorage: 's3',
      libraryRoots: ['/data/bml', '/mnt/bml'],
    });
  });

  it('takes an external worker with a database server', () => {
    const environment = { WORKER_MODE: 'external', DATABASE_URL: 'mysql://root@db/engineroom' };
    expect(readConfiguration(environment).workerMode).toBe('external');
  });
});
