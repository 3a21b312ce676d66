const PATTERN = /^v(\d{6,9})$/;

/** Name of a version: `v` and its number, six digits wide or wider. */
export function versionText(number: number): string {
  return `v${String(number).padStart(6, '0')}`;
}

/** Number of a version by its name; null for names of no version. */
export function versionNumber(text: string): number | null {
  const digits = PATTERN.exec(text)?.[1];
  return digits === undefined ? null : Number(digits);
}
