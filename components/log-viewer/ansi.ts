/** How a stretch of a line looks. Colours are 0–15: those of a terminal, bright ones from 8. */
export interface TextStyle {
  color?: number;
  back?: number;
  bold?: boolean;
  dim?: boolean;
  italic?: boolean;
  underline?: boolean;
  strike?: boolean;
}

/** A stretch of a line with one look. */
export interface StyledText {
  text: string;
  style: TextStyle | null;
}

// The escape, control sequences (CSI), operating system commands (OSC) and the like, and two-character escapes.
const ESCAPE =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what terminals write
  /(?:\x1b\[|\x9b)([0-?]*)[ -/]*([@-~])|\x1b[\]PX^_][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b[ -/]*[0-Z\\^-~]/g;
// Control characters but the tab; direction overrides, which make a line read as something else; line separators.
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must become visible
const UNSEEN = /[\x00-\x08\x0a-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]/g;
/** One look tells whether a line needs any work. */
const SPECIAL = new RegExp(UNSEEN.source);

/** A line in stretches of one look each: colours of terminals kept, other escapes dropped, what is unseen made visible. */
export function parseAnsi(text: string): StyledText[] {
  if (!SPECIAL.test(text)) return [{ text, style: null }];
  const runs: StyledText[] = [];
  let style: TextStyle | null = null;
  let at = 0;
  const take = (end: number) => {
    if (end > at) runs.push({ text: text.slice(at, end).replace(UNSEEN, picture), style });
  };
  for (const match of text.matchAll(ESCAPE)) {
    take(match.index);
    at = match.index + match[0].length;
    if (match[2] === 'm') style = applySgr(style, match[1] ?? '');
  }
  take(text.length);
  return runs;
}

/** The line as it is shown and copied, without its looks. */
export function plainText(text: string): string {
  return SPECIAL.test(text)
    ? parseAnsi(text)
        .map((run) => run.text)
        .join('')
    : text;
}

function picture(character: string): string {
  const code = character.charCodeAt(0);
  if (code < 0x20) return String.fromCharCode(0x2400 + code);
  return code === 0x7f ? '␡' : '␦';
}

type Flag = 'bold' | 'dim' | 'italic' | 'underline' | 'strike';
const ON: Record<number, Flag> = { 1: 'bold', 2: 'dim', 3: 'italic', 4: 'underline', 9: 'strike' };
const OFF: Record<number, Flag[]> = { 22: ['bold', 'dim'], 23: ['italic'], 24: ['underline'], 29: ['strike'] };

function applySgr(old: TextStyle | null, parameters: string): TextStyle | null {
  const codes = parameters.split(/[;:]/).map(Number);
  let style: TextStyle = { ...old };
  for (let at = 0; at < codes.length; at++) {
    const code = codes[at] ?? 0;
    if (code === 38 || code === 48) {
      const [color, used] = extendedColor(codes, at + 1);
      style[code === 38 ? 'color' : 'back'] = color;
      at += used;
    } else style = applyCode(style, code);
  }
  return Object.values(style).some((value) => value !== undefined) ? style : null;
}

function applyCode(style: TextStyle, code: number): TextStyle {
  if (code === 0) return {};
  if (code === 7) return { ...style, color: style.back, back: style.color ?? 7 };
  const flag = ON[code];
  if (flag) style[flag] = true;
  for (const name of OFF[code] ?? []) delete style[name];
  applyColor(style, code);
  return style;
}

function applyColor(style: TextStyle, code: number): void {
  if (code >= 30 && code <= 37) style.color = code - 30;
  else if (code >= 90 && code <= 97) style.color = code - 82;
  else if (code >= 40 && code <= 47) style.back = code - 40;
  else if (code >= 100 && code <= 107) style.back = code - 92;
  else if (code === 39) delete style.color;
  else if (code === 49) delete style.back;
}

/** The colour after 38 or 48, and how many numbers it took. */
function extendedColor(codes: number[], at: number): [number | undefined, number] {
  if (codes[at] === 5) return [fromPalette(codes[at + 1] ?? 0), 2];
  if (codes[at] !== 2) return [undefined, 0];
  return [nearestColor(codes[at + 1] ?? 0, codes[at + 2] ?? 0, codes[at + 3] ?? 0), 4];
}

function fromPalette(index: number): number | undefined {
  if (index < 16) return index;
  if (index >= 232) return nearestColor(...grey(8 + (index - 232) * 10));
  const step = (value: number) => (value === 0 ? 0 : 55 + value * 40);
  const cube = index - 16;
  return nearestColor(step(Math.floor(cube / 36)), step(Math.floor(cube / 6) % 6), step(cube % 6));
}

function grey(value: number): [number, number, number] {
  return [value, value, value];
}

/**
 * The terminal colour of the same hue. Any colour may be unreadable on our background in one of the schemes; the
 * sixteen are chosen to be readable in both.
 */
function nearestColor(red: number, green: number, blue: number): number {
  const high = Math.max(red, green, blue);
  const low = Math.min(red, green, blue);
  if (high - low < 40) return high < 64 ? 0 : high < 140 ? 8 : high < 220 ? 7 : 15;
  const middle = (high + low) / 2;
  const bits = (red > middle ? 1 : 0) + (green > middle ? 2 : 0) + (blue > middle ? 4 : 0);
  return high > 200 ? bits + 8 : bits;
}
