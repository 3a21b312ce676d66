'use client';

import dynamic from 'next/dynamic';
import { LoadingState } from '@/components/states';

/** The log reader, loaded when it is first shown. It is large; pages with logs are there before it is. */
export const LazyLogViewer = dynamic(() => import('@/components/log-viewer/log-viewer'), {
  ssr: false,
  loading: () => <LoadingState rows={16} />,
});
