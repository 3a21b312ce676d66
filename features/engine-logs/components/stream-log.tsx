'use client';

import { useQueryStates } from 'nuqs';
import { useState } from 'react';
import type { LogInfo } from '@/components/log-viewer/log-source';
import type { LineRange } from '@/components/log-viewer/selection';
import type { LinkedLines } from '@/components/log-viewer/use-lines';
import type { LogState } from '@/contracts/engine-logs';
import { anchorAt } from '../anchor';
import { logUrls, useEndReadAhead, useRefreshStreams } from '../api';
import { logsHref } from '../format';
import { logParsers, serializePlace } from '../search-params';
import { streamSource } from '../stream-source';
import { LazyLogViewer } from './lazy-viewer';
import { LogBadge } from './log-badge';
import { LogPreview } from './log-preview';

interface StreamLogProps {
  ticketId: string;
  state: LogState;
  page: boolean;
  /** Where to open when another tab has sent the reader here. */
  offset: number | null;
}

/** One log in the viewer; its selected lines are in the address. */
export function StreamLog({ ticketId, state, page, offset }: StreamLogProps) {
  const { stream } = state;
  const [place, setPlace] = useQueryStates(logParsers, { history: 'replace' });
  const refresh = useRefreshStreams(ticketId);
  const ahead = useEndReadAhead({ ticketId, stream });
  const [source] = useState(() => streamSource({ ticketId, stream }, ahead.take));
  const [placeholder] = useState(() => ahead.end && <LogPreview end={ahead.end} />);
  const [start] = useState<LinkedLines | null>(() => {
    if (offset !== null) return { place: { after: String(offset) }, count: 1 };
    return place.anchor && place.log === stream ? { place: { anchor: place.anchor }, count: place.lines ?? 1 } : null;
  });
  const onSelect = (range: LineRange | null, info: LogInfo) => {
    const anchor = range && anchorAt(info.parts, range.start);
    const lines = range?.count && range.count > 1 ? range.count : null;
    void setPlace({ log: stream, anchor, lines: anchor ? lines : null });
  };
  const linkOf = ({ start: from, end, count }: LineRange, info: LogInfo) => {
    const anchor = anchorAt(info.parts, from);
    const whole = end === Number.POSITIVE_INFINITY;
    if (!anchor || count === null || whole) return null;
    const address = serializePlace(logsHref(ticketId), { log: stream, anchor, lines: count > 1 ? count : null });
    return new URL(address, window.location.href).href;
  };
  return (
    <LazyLogViewer
      source={source}
      name={stream}
      growing={state.state === 'growing'}
      primary={page}
      start={start}
      placeholder={(start === null && placeholder) || undefined}
      onSelect={onSelect}
      linkOf={linkOf}
      downloads={{ raw: logUrls.raw({ ticketId, stream }), gzip: logUrls.gzip({ ticketId, stream }) }}
      onEnded={refresh}
    >
      <LogBadge state={state} />
    </LazyLogViewer>
  );
}
