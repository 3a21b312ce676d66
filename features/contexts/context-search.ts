import { findContexts } from './api';
import { contextHref, contextText } from './format';

/** Contexts by external id or number, for the command palette. Other text is not asked for. */
export async function searchContexts(text: string, signal: AbortSignal) {
  if (!/^([1-9]\d{0,9}|\d+(-\d+)*--\S+\d)$/.test(text)) return [];
  const { items } = await findContexts(text, signal);
  return items.map((context) => ({
    href: contextHref(context),
    label: contextText(context),
    description: [context.user, context.application].filter(Boolean).join(' · '),
  }));
}
