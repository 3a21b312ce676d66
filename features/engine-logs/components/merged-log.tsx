'use client';

import { useState } from 'react';
import type { LogLine } from '@/components/log-viewer/log-source';
import type { LogState, LogStream } from '@/contracts/engine-logs';
import { useRefreshStreams } from '../api';
import { mergedSource, offsetInStream } from '../merged-source';
import { LazyLogViewer } from './lazy-viewer';

interface MergedLogProps {
  ticketId: string;
  states: LogState[];
  page: boolean;
  onLine: (stream: LogStream, offset: number) => void;
}

/** All logs of an engine by time; a click on a line's number opens the line in its own log. */
export function MergedLog({ ticketId, states, page, onLine }: MergedLogProps) {
  const refresh = useRefreshStreams(ticketId);
  const [source] = useState(() => mergedSource(ticketId, states));
  const go = (line: LogLine) => {
    const stream = states.find((state) => state.stream === line.stream)?.stream;
    if (stream) onLine(stream, offsetInStream(line.cursor, stream));
  };
  return (
    <LazyLogViewer
      source={source}
      name={states.map((state) => state.stream).join(', ')}
      growing={states.some((state) => state.state === 'growing')}
      primary={page}
      start={null}
      onSelect={() => {}}
      linkOf={() => null}
      onLine={go}
      downloads={null}
      onEnded={refresh}
    />
  );
}
