import { describe, expect, it } from 'vitest';
import { inspectBytes } from '@/test/setup/archive-inspection';
import { buildZip, engineEntries } from '@/test/setup/zip-builder';
import { Findings } from './findings';
import { lintMaterial } from './lint';
import { findSecrets } from './lint-secrets';

function secretsIn(text: string) {
  const findings = new Findings();
  findSecrets('conf/x', Buffer.from(text), findings);
  return findings.warnings;
}

function lintLib(names: string[]) {
  const findings = new Findings();
  lintMaterial(
    'lib.zip',
    'lib/',
    names.map((path, index) => ({ path, sizeBytes: 1, sha256: `${index}` })),
    findings,
  );
  return findings.warnings;
}

describe('secrets', () => {
  it.each([
    'password=hunter2',
    'spark.hadoop.fs.s3a.access.key = AKIAIOSFODNN7EXAMPLE',
    '  secret: "a b c"',
    "db_passwd: 'x1'",
    '{"accessKey": "abc123"}',
    '<property password="hunter2"/>',
    '<password>hunter2</password>',
    '<name>javax.jdo.option.ConnectionPassword</name><value>hunter2</value>',
    'export GITLAB_TOKEN=glpat1234',
    '#password=hunter2',
    '-----BEGIN RSA PRIVATE KEY-----',
    '-----BEGIN PRIVATE KEY-----',
  ])('are seen in %s', (line) => {
    const [warning, ...others] = secretsIn(`first=1\n${line}\n`);
    expect(others).toEqual([]);
    expect(warning).toMatchObject({ code: 'POSSIBLE_SECRET', path: 'conf/x' });
    expect(warning?.message).toMatch(/^Line 2 /);
    expect(warning?.message).not.toMatch(/hunter2|AKIA|glpat|abc123/);
  });

  it.each([
    'password=',
    ['password=$', '{DB_PASSWORD}'].join(''),
    'password: {{ password }}',
    'password=<your password>',
    'password=******',
    'password=changeme',
    'password=ENC(abc)',
    'token.ttl=3600',
    'password.required=true',
    'secret: null',
    '<password>@password@</password>',
    '<name>password</name><description>hunter2</description>',
    '-----BEGIN CERTIFICATE-----',
  ])('are not seen in %s', (line) => expect(secretsIn(line)).toEqual([]));

  it('are seen in the way of Hadoop, over two lines', () => {
    const text = '<name>fs.s3a.secret.key</name>\n<value>hunter2</value>\n<name>other</name>\n<value>y</value>';
    expect(secretsIn(text).map(({ message }) => message)).toEqual([
      expect.stringMatching(/^Line 2 .*fs\.s3a\.secret\.key/),
    ]);
  });

  it('are not looked for in binary files, nor in lib', async () => {
    expect(secretsIn('password=hunter2\0')).toEqual([]);
    const { inspection } = await inspectBytes(
      buildZip([...engineEntries(), { name: 'spark/dist/2.4.3/lib/x.properties', content: 'password=hunter2' }]),
    );
    expect(inspection.warnings).toEqual([]);
  });

  it('are looked for in time that grows with the text', () => {
    expect(secretsIn('password'.repeat(100_000))).toEqual([]);
    expect(secretsIn(`${'a.'.repeat(300_000)}=`)).toEqual([]);
    expect(secretsIn('<name>'.repeat(150_000))).toEqual([]);
  });
});

describe('jars', () => {
  it.each([
    [['guava-20.0.jar', 'guava-31.jar'], ['lib/guava-20.0.jar']],
    [['guava-20.0.jar', 'guava-31.0.1-jre.jar'], ['lib/guava-20.0.jar']],
    [['spark-core_2.11-2.4.3.jar', 'spark-core_2.12-2.4.3.jar'], []],
    [['netty-epoll-4.1.86.Final-linux-x86_64.jar', 'netty-epoll-4.1.86.Final-osx.jar'], []],
    [['log4j-1.2.17.jar', 'log4j-1.2-api-2.17.2.jar', 'log4j-api-2.17.2.jar'], []],
    [['commons-lang-2.6.jar', 'commons-lang3-3.9.jar'], []],
  ])('%j are shadowed: %j', (names, shadowed) => {
    const warnings = lintLib(names);
    expect(warnings.map(({ path }) => path)).toEqual(shadowed);
    expect(warnings.every(({ code }) => code === 'SHADOWED_JAR')).toBe(true);
  });

  it('are told when they are there twice, and what is missing', async () => {
    const { inspection } = await inspectBytes(
      buildZip([
        { name: 'spark/dist/1/conf/x.xml', content: 'x' },
        { name: 'spark/dist/1/lib/a.jar', content: 'same' },
        { name: 'spark/dist/1/lib/b.jar', content: 'same' },
      ]),
    );
    expect(inspection.warnings.map(({ code, path }) => [code, path])).toEqual([
      ['NO_PLUGIN', 'spark/dist/1'],
      ['MISSING_ENGINECONN_PROPERTIES', 'spark/dist/1/conf'],
      ['DUPLICATE_JAR', 'spark/dist/1/lib/b.jar'],
    ]);
  });
});

describe('warnings', () => {
  it('are kept up to two hundred and counted beyond', async () => {
    const noise = [...Array(300).keys()].map((index) => ({ name: `spark/dist/2.4.3/lib/._${index}`, content: 'x' }));
    const { inspection } = await inspectBytes(buildZip([...engineEntries(), ...noise]));
    expect(inspection.warnings).toHaveLength(200);
    expect(inspection.warningsTotal).toBe(300);
  });
});
