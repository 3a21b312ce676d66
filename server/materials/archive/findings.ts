import { ARCHIVE_FAULTS, type ArchiveFault, type ArchiveWarning } from '@/contracts/material-uploads';

const MAX_FAULTS = 50;
const MAX_WARNINGS = 200;

/** What ends the reading of an archive at once: nothing behind it could be trusted. */
export class ArchiveRefusal extends Error {
  override name = 'ArchiveRefusal';

  /** @param path entry that it is about; null for the archive as a whole */
  constructor(
    readonly code: ArchiveFault['code'],
    readonly path: string | null,
    message: string,
  ) {
    super(message);
  }
}

/** Collects what is wrong with an archive and what is odd, within bounds whatever the archive holds. */
export class Findings {
  readonly #faults = new Map<ArchiveFault['code'], ArchiveFault[]>();
  readonly #warnings: ArchiveWarning[] = [];
  #warningsTotal = 0;

  /** Notes what makes the archive unusable. Of each kind only the first 50 are kept. */
  fault(code: ArchiveFault['code'], path: string | null, message: string): void {
    const known = this.#faults.get(code);
    if (known === undefined) this.#faults.set(code, [{ code, path, message }]);
    else if (known.length < MAX_FAULTS) known.push({ code, path, message });
  }

  /** Notes what is odd. The first 200 are kept, all are counted. */
  warn(code: ArchiveWarning['code'], path: string | null, message: string): void {
    this.#warningsTotal += 1;
    if (this.#warnings.length < MAX_WARNINGS) this.#warnings.push({ code, path, message });
  }

  /** Takes over what was found in an archive inside of this one. */
  absorb(inner: Findings, innerPath: string): void {
    const pathOf = (path: string | null) => (path === null ? innerPath : `${innerPath}!/${path}`);
    for (const { code, path, message } of inner.faults) this.fault(code, pathOf(path), message);
    for (const { code, path, message } of inner.warnings) this.warn(code, pathOf(path), message);
    this.#warningsTotal += inner.warningsTotal - inner.warnings.length;
  }

  /** True when the archive is refused. */
  get refused(): boolean {
    return this.#faults.size > 0;
  }

  /** True when one of these kinds was found. */
  hasAny(codes: readonly ArchiveFault['code'][]): boolean {
    return codes.some((code) => this.#faults.has(code));
  }

  /**
   * At most 50, in the order of `ARCHIVE_FAULTS`: what is wrong with the file comes before what lies where in it. Of a kind
   * that comes very often fewer are given, so that no other kind is lost.
   */
  get faults(): ArchiveFault[] {
    const kinds = ARCHIVE_FAULTS.flatMap((code) => [this.#faults.get(code) ?? []]);
    let limit = MAX_FAULTS;
    const count = () => kinds.reduce((sum, found) => sum + Math.min(found.length, limit), 0);
    while (limit > 1 && count() > MAX_FAULTS) limit -= 1;
    return kinds.flatMap((found) => found.slice(0, limit));
  }

  /** At most 200, in the order found. */
  get warnings(): ArchiveWarning[] {
    return [...this.#warnings];
  }

  /** How many there were, kept or not. */
  get warningsTotal(): number {
    return this.#warningsTotal;
  }
}
