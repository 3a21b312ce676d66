import { describe, expect, it } from 'vitest';
import { decodeLine, detectEncoding, encodeGbk } from './encoding';

const none = Buffer.alloc(0);
const gbk = (text: string) => encodeGbk(text) as Buffer;

describe('encodings', () => {
  it.each([
    ['plain text\nline\n', 'unknown'],
    ['中文 text\n错误\n', 'utf-8'],
  ])('of %j', (text, expected) => expect(detectEncoding(Buffer.from(text), none)).toBe(expected));

  it('tells GBK and UTF-16 from UTF-8 with damaged bytes', () => {
    expect(detectEncoding(gbk('一\n错误：磁盘已满\n二\n'), none)).toBe('gbk');
    expect(detectEncoding(Buffer.from('error: disk is full\n'.repeat(3), 'utf16le'), none)).toBe('utf-16le');
    const damaged = Buffer.concat([Buffer.from('一\n错误\n'), Buffer.from([0xff, 0xfe, 0x0a]), Buffer.from('二\n')]);
    expect(detectEncoding(damaged, none)).toBe('utf-8');
    expect(detectEncoding(Buffer.from('ascii only\nmore\n'), gbk('\n错误\n错误\n'))).toBe('gbk');
  });

  it('decode lines, each by itself where nothing is known', () => {
    expect(decodeLine(gbk('错误'), 'unknown')).toBe('错误');
    expect(decodeLine(Buffer.from('错误'), 'unknown')).toBe('错误');
    expect(decodeLine(Buffer.from([0x61, 0xff, 0x62]), 'utf-8')).toBe('a\ufffdb');
    expect(decodeLine(Buffer.from([0x61, 0xff, 0x62]), 'gbk')).toBe('a\ufffdb');
  });

  it('write GBK, or say that it lacks a character', () => {
    expect(encodeGbk('错a')).toEqual(Buffer.from([0xb4, 0xed, 0x61]));
    expect(encodeGbk('😀')).toBeNull();
  });
});
