import type { EngineRecord } from '@/contracts/engine-history';
import { findEngines } from './api';
import { engineHref, shortTicket } from './format';
import { readQuickFilter } from './quick-filter';

/** Engines whose ticket or address fits a text, for the command palette. */
export async function searchEngines(text: string, signal: AbortSignal) {
  const meant = readQuickFilter(text, undefined, false);
  if (!meant || text.length < 2) return [];
  const page = await findEngines(
    meant.name === 'ticket' ? { ticket: meant.value } : { instancePart: meant.value },
    signal,
  );
  return page.items.map(toPaletteItem);
}

function toPaletteItem(record: EngineRecord) {
  const engine = [record.engineType, record.engineVersion].filter(Boolean).join(' ');
  return {
    href: engineHref(record.ticketId),
    label: record.instance ?? shortTicket(record.ticketId),
    description: [engine, record.status, record.user, shortTicket(record.ticketId)].filter(Boolean).join(' · '),
  };
}
