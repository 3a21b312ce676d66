import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AppError } from '@/server/platform/errors';
import vectors from '@/test/fixtures/context-vectors.json' with { type: 'json' };
import { parseCondition } from './condition';
import { decodeHaid, encodeHaid, isNumeric } from './haid';
import { parseJavaDate } from './java-date';
import { readKeyValue, writeKeyValue } from './key-value';
import { keywordsOf } from './keywords';
import { readTimeRange } from './time-range';
import { readTypedJson } from './typed-json';

/** Code and description that an error carries for Linkis' clients. */
function codeOf(work: () => unknown): { errCode: number; desc: string } | null {
  try {
    work();
    return null;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const { errCode, desc } = Object(error.detail.data?.errorMsg);
    return { errCode, desc };
  }
}

describe('external ids', () => {
  /** What the original takes and we do not: it addresses rows by accident, or none at all. */
  const refused = (text: string | null) => /[１２]|9999999999|--$|^2147483647/.test(text ?? '');

  it.each(vectors.haid.encode)('encodes %j', ({ contextId, instance, backupInstances, haid, error }) => {
    const encode = () => encodeHaid(contextId, instance, backupInstances);
    if (error) expect(codeOf(encode)).toEqual({ errCode: error.code, desc: error.desc });
    else if (contextId === '１２') expect(codeOf(encode)?.errCode).toBe(70107);
    else expect(encode()).toBe(haid);
  });

  it.each(vectors.haid.decode)('decodes %j', ({ haid, valid, instance, backupInstance, contextId }) => {
    const expected = valid && !refused(haid) ? { instance, backupInstance, id: Number(contextId) } : null;
    expect(decodeHaid(haid)).toEqual(expected);
  });

  it.each(vectors.isNumeric)('tells numbers: %j', (vector) => {
    expect(isNumeric(vector.in)).toBe(vector.product ?? vector.out);
  });

  it('gives back what was encoded', () => {
    const alias = fc.stringMatching(/^[a-z_0-9]{1,20}$/);
    fc.assert(
      fc.property(alias, alias, fc.integer({ min: 1, max: 2 ** 31 - 1 }), (instance, backupInstance, id) => {
        expect(decodeHaid(encodeHaid(String(id), instance, [backupInstance]))).toEqual({
          instance,
          backupInstance,
          id,
        });
      }),
    );
  });
});

describe('dates as Java reads them', () => {
  it.each(vectors.dateParse.cases)('%j', ({ in: text, localDateTime, error }) => {
    const parsed = parseJavaDate(text);
    if (localDateTime && !localDateTime.startsWith('+')) return expect(parsed).toEqual({ text: localDateTime });
    expect(parsed).toHaveProperty('fault');
    const fault = (parsed as { fault: string }).fault;
    // On a running server the innermost sentence is what clients read.
    const innermost = error?.replace(
      /^DateTimeParseException: Text .* could not be parsed: (Invalid)/,
      'DateTimeException: $1',
    );
    if (innermost && !text.startsWith('-')) expect(fault).toBe(innermost);
  });

  it('keeps leap days and the end of the calendar', () => {
    expect(parseJavaDate('2024-02-30 01:02:03')).toEqual({ text: '2024-02-29 01:02:03' });
    expect(parseJavaDate('2023-12-31 24:00:00')).toEqual({ text: '2024-01-01 00:00:00' });
    expect(parseJavaDate('9999-12-31 24:00:00')).toEqual({ text: '9999-12-31 23:59:59' });
    expect(parseJavaDate('0000-01-01 00:00:00')).toHaveProperty('fault');
  });

  it('takes blank and null bounds for none, and names the bound at fault', () => {
    expect(readTimeRange({ createTimeStart: '', createTimeEnd: ' ', accessTimeEnd: null })).toBeNull();
    expect(readTimeRange({ createTimeStart: '', accessTimeEnd: '2025-01-01 24:00:00' })).toEqual({
      accessTimeEnd: '2025-01-02 00:00:00',
    });
    expect(codeOf(() => readTimeRange({ updateTimeEnd: '2025-13-01 00:00:00' }))?.desc).toContain('(updateTimeEnd)');
    expect(codeOf(() => readTimeRange({ updateTimeEnd: 5 }))?.desc).toContain('(updateTimeEnd)');
  });
});

describe('values', () => {
  it('computes keywords in the order of the original', () => {
    const { small, contextKeyValue_variable: variable } = vectors.serialization;
    expect(keywordsOf('flow.variable.d', 'LinkisVariable', '{"key":"d"}')).toBe('["flow.variable.d","d"]');
    expect(
      keywordsOf(
        'flow.resource.r',
        'linkisBMLResource',
        '{"resourceId":"rid-1","version":"v000001","downloadedFileName":"a.txt"}',
      ),
    ).toBe('["v000001","rid-1","flow.resource.r","a.txt"]');
    expect(keywordsOf('node.sql_1.table.t1', 'CSTable', '{"name":"t1","location":"hdfs:///x/t1"}')).toBe(
      '["node.sql_1.table.t1","t1","hdfs:///x/t1"]',
    );
    expect(keywordsOf('k', 'CSTable', '{"name":" ","location":null}')).toBe('["k"]');
    expect(keywordsOf('k', 'CSFlowInfos', 'no json')).toBe('["k"]');
    const { key, value } = readKeyValue(variable);
    expect(key).toEqual({ key: 'flow.variable.run_date', contextType: 'Variable', contextScope: 'PUBLIC' });
    expect(value.value).toBe(vectors.serialization.value_LinkisVariable);
    const row = { ...readKeyValue(small.contextKeyValue).key, value: small.value, keywords: '["d","flow.variable.d"]' };
    expect(writeKeyValue(row)).toBe(small.contextKeyValue);
  });

  it('keeps any value as it was sent', () => {
    fc.assert(
      fc.property(fc.json(), fc.string({ unit: 'grapheme', minLength: 1 }), (inner, type) => {
        const sent = (value: string) => JSON.stringify({ type: 'contextValue', value: JSON.stringify({ value }) });
        const key = JSON.stringify({ type: 'commonContextKey', value: JSON.stringify({ key: 'k' }) });
        const value = sent(JSON.stringify({ type, value: inner }));
        const text = JSON.stringify({ type: 'commonContextKeyValue', value: JSON.stringify({ key, value }) });
        expect(JSON.parse(readKeyValue(text).value.value)).toEqual({ type, value: inner });
      }),
    );
  });

  it.each([
    [undefined, 0],
    [null, 97001],
    ['', 97001],
    [{ type: 'contextValue' }, 97001],
    ['{}', 97001],
    ['[]', 97001],
    ['{"type":"nope","value":"{}"}', 97001],
    ['{"type":"contextValue","value":{}}', 97001],
    ['not json', 0],
    ['{"type":"contextValue","value":"\ud800"}', 0],
  ])('refuses typed JSON that is none: %j', (value, errCode) => {
    expect(codeOf(() => readTypedJson(value, 'contextValue', ['contextValue']))?.errCode).toBe(errCode);
  });
});

describe('conditions', () => {
  it.each([
    [{}, 20031],
    [{ type: 'Foo' }, 20031],
    [{ type: 'toString' }, 20031],
    [undefined, 0],
    ['x', 0],
    [{ type: 'Regex', regex: '(' }, 0],
    [{ type: 'Regex', regex: '(a)\\1' }, 0],
    [{ type: 'Contains' }, 0],
    [{ type: 'ContextType', contextType: 'metadata' }, 0],
    [{ type: 'And', left: { type: 'Contains', value: 'x' } }, 0],
    [{ type: 'Nearest', number: 'many' }, 0],
  ])('refuses %j', (condition, errCode) => {
    expect(codeOf(() => parseCondition(condition))?.errCode).toBe(errCode);
  });

  it('refuses conditions that are nested without end, or have parts without end', () => {
    let nested: unknown = { type: 'Contains', value: 'x' };
    for (let depth = 0; depth < 100; depth++) nested = { type: 'Not', origin: nested };
    expect(codeOf(() => parseCondition(nested))?.desc).toContain('nested deeper');
    let wide: unknown = { type: 'Contains', value: 'x' };
    for (let depth = 0; depth < 9; depth++) wide = { type: 'Or', left: wide, right: wide };
    expect(codeOf(() => parseCondition(wide))?.desc).toContain('parts');
  });
});
