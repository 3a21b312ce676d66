import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readResource, toListResource, toLiveResource, writeResource } from './resource-notation';

const GIB = 1024 ** 3;
const DRIVER_YARN =
  '{"driver":{"instance":1,"memory":"2.0 GB","cpu":1}, "yarn":{"queueName":"dws","queueMemory":"6.0 GB","queueCpu":4, "instance":0}}';

describe('resources of the history list (vectors: historyResourceToVo)', () => {
  it.each([
    ['driver and yarn', DRIVER_YARN, { cores: 1, instance: 1, memory: 2 * GIB }],
    [
      'driver and kubernetes',
      '{"driver":{"instance":1,"memory":"2.0 GB","cpu":1}, "kubernetes":{"namespace":"linkis","memory":"4.0 GB","cpu":2000}}',
      { cores: 1, instance: 1, memory: 2 * GIB },
    ],
    ['one part', '{"instance":1,"memory":"1024.0 MB","cpu":2}', { cores: 2, instance: 1, memory: GIB }],
    [
      'bean notation',
      '{"memory":2147483648,"cores":1,"instances":1,"instance":1}',
      { cores: 1, instance: 1, memory: 2 * GIB },
    ],
    [
      'bean notation with parts',
      '{"loadInstanceResource":{"memory":2147483648,"cores":1,"instances":1,"instance":1},"yarnResource":{"queueMemory":6442450944,"queueCores":4,"queueInstances":0,"queueName":"dws","applicationId":""}}',
      { cores: 1, instance: 1, memory: 2 * GIB },
    ],
    ['zero', '{"instance":0,"memory":"0.0 B","cpu":0}', { cores: 0, instance: 0, memory: 0 }],
    ['no memory', '{"instance":1,"cpu":1}', { cores: 1, instance: 1, memory: 0 }],
    ['negative memory', '{"instance":-1,"memory":"-2.0 GB","cpu":-1}', { cores: -1, instance: -1, memory: -2 * GIB }],
    ['no instance', '{"memory":"1024.0 MB","cpu":2}', { cores: 2, instance: 0, memory: GIB }],
    ['cores only', '{"cpu":4}', { cores: 4, instance: 0, memory: 0 }],
    ['memory null', '{"instance":1,"memory":null,"cpu":1}', { cores: 1, instance: 1, memory: 0 }],
    ['memory only', ' {"memory":"3.0 GB" }', { cores: 0, instance: 0, memory: 3 * GIB }],
    ['not JSON: instances', 'Instance: 3', { cores: 0, instance: 3, memory: 0 }],
    ['null', null, null],
    ['empty text', '', null],
    ['empty object', '{}', null],
    ['beyond every number', '{"instance":2147483647,"memory":"8388608.0 TB","cpu":2147483647}', null],
    ['unknown unit', '{"instance":1,"memory":"1.0 xb","cpu":1}', null],
    ['not JSON', 'Special:{a=1}', null],
  ])('%s', (_name, stored, expected) => {
    expect(toListResource(stored)).toEqual(expected);
  });

  it('keeps text that it cannot read, and says so', () => {
    expect(readResource('Special:{a=1}')).toMatchObject({ readable: false, raw: 'Special:{a=1}', memoryBytes: null });
  });

  it('reads the queue and the pod', () => {
    expect(readResource(DRIVER_YARN)?.queue).toEqual({ name: 'dws', cores: 4, memoryBytes: 6 * GIB, instances: 0 });
    expect(readResource('{"namespace":"default","memory":"4.0 GB","cpu":2000}')?.kubernetes).toEqual({
      namespace: 'default',
      milliCores: 2000,
      memoryBytes: 4 * GIB,
    });
  });

  it('never throws, whatever is stored', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (stored) => {
        readResource(stored);
        toListResource(stored);
        toLiveResource(stored);
      }),
    );
  });
});

describe('writing resources (vectors: resourceDisplayJson)', () => {
  it('writes the notations of Linkis, blanks included', () => {
    expect(writeResource({ instances: 1, cores: 1, memoryBytes: 2 * GIB })).toBe(
      '{"instance":1,"memory":"2.0 GB","cpu":1}',
    );
    expect(
      writeResource({
        instances: 1,
        cores: 1,
        memoryBytes: 2 * GIB,
        queue: { name: 'dws', cores: 4, memoryBytes: 6 * GIB, instances: 0 },
      }),
    ).toBe(DRIVER_YARN);
    expect(
      writeResource({
        instances: 1,
        cores: 1,
        memoryBytes: 2 * GIB,
        kubernetes: { namespace: 'linkis', milliCores: 2000, memoryBytes: 4 * GIB },
      }),
    ).toBe(
      '{"driver":{"instance":1,"memory":"2.0 GB","cpu":1}, "kubernetes":{"namespace":"linkis","memory":"4.0 GB","cpu":2000}}',
    );
  });

  it('reads what it writes', () => {
    fc.assert(
      fc.property(fc.nat(1000), fc.nat(1000), fc.nat(100_000), (instances, cores, mebibytes) => {
        const read = readResource(writeResource({ instances, cores, memoryBytes: mebibytes * 1024 ** 2 }));
        expect(read).toMatchObject({ instances, cores, readable: true });
        // One decimal of the next unit is lost in the notation itself.
        expect(Math.abs((read?.memoryBytes ?? 0) - mebibytes * 1024 ** 2)).toBeLessThanOrEqual(
          0.06 * Math.max(1, mebibytes) * 1024 ** 2,
        );
      }),
    );
  });
});

describe('resources of live engines (vectors: ecListUseResource)', () => {
  it.each([
    ['{"instance":1,"memory":"2.0 GB","cpu":1}', { driver: { instance: 1, memory: '2.0 GB', cpu: 1 } }],
    [
      DRIVER_YARN,
      {
        driver: { instance: 1, memory: '2.0 GB', cpu: 1 },
        yarn: { queueName: 'dws', queueMemory: '6.0 GB', queueCpu: 4, instance: 0 },
      },
    ],
    [null, {}],
    [
      '{"queueName":"driver-q","queueMemory":"1.0 GB","queueCpu":1, "instance":0}',
      { queueName: 'driver-q', queueMemory: '1.0 GB', queueCpu: 1, instance: 0 },
    ],
  ])('%s', (stored, expected) => {
    expect(toLiveResource(stored)).toEqual(expected);
  });
});
