/** Names under which answers about logs are kept, in the browser and for what the server reads ahead. */
export const logKeys = {
  streams: (ticketId: string) => ['engine-logs', ticketId, 'streams'] as const,
  end: (ticketId: string, stream: string) => ['engine-logs', ticketId, 'end', stream] as const,
};
