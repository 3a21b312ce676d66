/** Names under which answers about accounts are kept, in the browser and for what the server reads ahead. */
export const accountKeys = { sessions: ['sessions'], tokens: ['api-tokens'], accounts: ['accounts'] } as const;
