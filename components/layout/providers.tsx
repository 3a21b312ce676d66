'use client';

import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { NuqsAdapter } from 'nuqs/adapters/next/app';
import { type ReactNode, useState } from 'react';
import { ApiProblem } from '@/lib/api-client';
import { cssVariables, theme } from './theme';
import { Toasts } from './toasts';

/** What every page needs around it: look, server state, URL state and the place for short messages. */
export function Providers({ children }: { children: ReactNode }) {
  const [queryClient] = useState(newQueryClient);
  return (
    <MantineProvider theme={theme} cssVariablesResolver={cssVariables} defaultColorScheme="auto">
      <QueryClientProvider client={queryClient}>
        <NuqsAdapter>{children}</NuqsAdapter>
      </QueryClientProvider>
      <Toasts />
    </MantineProvider>
  );
}

function newQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 5_000,
        refetchOnWindowFocus: false,
        // The server has said what is wrong; only a failed connection or a server in trouble may be better next time.
        retry: (failures, error) =>
          failures < 1 && error instanceof ApiProblem && (error.status === 0 || error.status >= 502),
      },
    },
  });
}
