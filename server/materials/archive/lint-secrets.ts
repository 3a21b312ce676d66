import type { ContentListener } from './content/entry-verifier';
import type { Findings } from './findings';

/** Longer files are no configuration that somebody wrote. */
const LONGEST_TEXT = 1 << 20;
/** Of a longer line only the beginning is looked at. */
const LONGEST_LINE = 2000;
const PRIVATE_KEY = /-----BEGIN (?:[A-Z]+ )*PRIVATE KEY(?: BLOCK)?-----/;
/** The last word of a key that names a secret: `spark.token.ttl` does not, `spark.ttl.token` does. */
const SECRET_KEY = /(?:password|passwd|pwd|secret|token|credentials?|(?:access|api|secret|private)[-_.]?key)$/i;
/** `key=value`, `key: value`, `"key": "value"`, ` key="value"`, of a properties, YAML, JSON, shell or XML file. */
const ASSIGNMENT = /([\w.-]{1,200})["']?\s{0,20}[=:]\s{0,20}(?:"([^"]{0,500})"|'([^']{0,500})'|([^\s"',;<>]{1,500}))/g;
const XML_ELEMENT = /<([\w.-]{1,200})>([^<]{1,500})<\//g;
/** Hadoop's way: the key in one element, the value in the next. */
const XML_NAME = /<name>([^<]{1,200})<\/name>/i;
const XML_VALUE = /<value>([^<]{1,500})<\/value>/i;
/** What stands for a secret without being one. */
const PLACEHOLDER =
  /^(?:\$.*|.*[${][{(].*|<.*>|%.*%|@.*@|\{\{.*|ENC\(.*|[*x.\-_?]*|null|none|nil|true|false|undefined|empty|password|passwd|secret|token|change[-_]?(?:me|it)|todo|(?:your|my|the|some|example)[-_ ]?.*)$/i;

const isSecret = (key: string, value: string) => SECRET_KEY.test(key.trim()) && !PLACEHOLDER.test(value.trim());

/** Finds the key of a secret that a line sets; `nameAbove` is the last `<name>` whose `<value>` is still to come. */
function secretOf(line: string, nameAbove: string | null): string | null {
  const value = XML_VALUE.exec(line)?.[1];
  const name = XML_NAME.exec(line)?.[1] ?? nameAbove;
  if (name !== null && value !== undefined && isSecret(name, value)) return name.trim();
  for (const [, key = '', text = ''] of line.matchAll(XML_ELEMENT)) if (isSecret(key, text)) return key;
  for (const [, key = '', inDouble, inSingle, bare] of line.matchAll(ASSIGNMENT))
    if (isSecret(key, inDouble ?? inSingle ?? bare ?? '')) return key;
  return null;
}

/**
 * Warns of what looks like a secret in a text file: keys that name one with a value that is no placeholder, and private
 * keys. Says where and under which key, never the value. Binary files are passed over.
 */
export function findSecrets(path: string, content: Buffer, findings: Findings): void {
  if (content.includes(0)) return;
  let nameAbove: string | null = null;
  for (const [index, whole] of content.toString('utf8').split('\n').entries()) {
    const line = whole.slice(0, LONGEST_LINE);
    const key = PRIVATE_KEY.test(line) ? 'a private key' : secretOf(line, nameAbove);
    if (key !== null)
      findings.warn(
        'POSSIBLE_SECRET',
        path,
        `Line ${index + 1} seems to hold a secret (${key}); everyone who may download the material could read it.`,
      );
    nameAbove = XML_VALUE.test(line) ? null : (XML_NAME.exec(line)?.[1] ?? nameAbove);
  }
}

/** Collects a file of the archive as it is unpacked and looks it through; undefined when it is not worth it. */
export function secretListener(path: string, sizeBytes: number, findings: Findings): ContentListener | undefined {
  if (sizeBytes === 0 || sizeBytes > LONGEST_TEXT) return undefined;
  const pieces: Buffer[] = [];
  let collected = 0;
  return (piece) => {
    pieces.push(piece);
    collected += piece.length;
    if (collected === sizeBytes) findSecrets(path, Buffer.concat(pieces), findings);
  };
}
