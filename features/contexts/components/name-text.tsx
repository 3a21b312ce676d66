/** A name that a row may lack. */
export function NameText({ name }: { name: string | null }) {
  return name === null || name === '' ? <span className="er-dim">–</span> : name;
}
