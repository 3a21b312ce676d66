import { describe, expect, it } from 'vitest';
import { labelText, logDirectory, parseLabel } from './label';

describe('label texts (vectors: labelValue)', () => {
  it.each([
    ['hadoop-IDE,spark-3.2.1', 'hadoop', 'IDE', 'spark', '3.2.1'],
    ['user_a-Visualis,python-python2', 'user_a', 'Visualis', 'python', 'python2'],
    ['u.b-IDE,trino-371', 'u.b', 'IDE', 'trino', '371'],
    ['my-user-IDE,spark-3.2.1', 'my-user', 'IDE', 'spark', '3.2.1'],
    ['hadoop-IDE,spark', 'hadoop', 'IDE', 'spark', null],
    ['hadoop-IDE,spark-2.4.3-cdh', 'hadoop', 'IDE', 'spark', '2.4.3-cdh'],
    ['hadoop-IDE,hive-3.1.3,extra-1', 'hadoop', 'IDE', 'hive', '3.1.3'],
    ['hadoop-IDE', 'hadoop', 'IDE', null, null],
    ['', null, null, null, null],
  ])('%s', (text, user, creator, engineType, engineVersion) => {
    expect(parseLabel(text)).toEqual({ user, creator, engineType, engineVersion });
  });

  it('is written as Linkis writes it', () => {
    expect(labelText({ user: 'hadoop', creator: 'IDE', engineType: 'spark', engineVersion: '3.2.1' })).toBe(
      'hadoop-IDE,spark-3.2.1',
    );
  });
});

describe('log directories (vectors: logDirSuffix)', () => {
  it('names user, day, type and ticket', () => {
    expect(logDirectory('hadoop', '2024-05-06 10:20:05', 'spark', '6d48068a-0e1e-44b5-8eb2-835034db5b30')).toBe(
      'hadoop/20240506/spark/6d48068a-0e1e-44b5-8eb2-835034db5b30/logs',
    );
    expect(logDirectory('hadoop', '2024-05-06 10:20:05', '', 'T')).toBe('hadoop/20240506/T/logs');
  });

  it('is left out when it would not fit its column', () => {
    expect(logDirectory('u'.repeat(120), '2024-05-06', 'spark', 'T')).toBeNull();
  });
});
