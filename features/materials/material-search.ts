import { engineText, materialHref } from './format';
import { findMaterials } from './list-api';

const MOST_FOUND = 8;

/** Engine versions whose type, version or file name fits a text, for the command palette; each once. */
export async function searchMaterials(text: string, signal: AbortSignal) {
  if (text.length < 2) return [];
  const { items } = await findMaterials(text, signal);
  const engines = new Map<string, { label: string; files: string[] }>();
  for (const item of items) {
    const href = materialHref(item);
    const engine = engines.get(href) ?? { label: engineText(item), files: [] };
    engine.files.push(`${item.fileName} ${item.materialVersion}`);
    engines.set(href, engine);
  }
  return [...engines]
    .slice(0, MOST_FOUND)
    .map(([href, { label, files }]) => ({ href, label, description: files.join(' · ') }));
}
