'use client';

import { useMounted } from '@mantine/hooks';
import { type ComponentProps, lazy, Suspense } from 'react';
import { LoadingState } from '@/components/states';
import classes from './engine-logs.module.css';

const LogViewer = lazy(() => import('@/components/log-viewer/log-viewer'));

type LazyLogViewerProps = ComponentProps<typeof LogViewer>;

/**
 * The log reader, loaded when it is first shown. It is large; pages with logs are there before it is. Until then, and
 * until it has read its first lines, `placeholder` is in its place.
 */
export function LazyLogViewer(props: LazyLogViewerProps) {
  const mounted = useMounted();
  const { placeholder = <LoadingState rows={16} />, primary } = props;
  const waiting = (
    <div className={classes.waiting} data-primary={primary || undefined}>
      {placeholder}
    </div>
  );
  if (!mounted) return waiting;
  return (
    <Suspense fallback={waiting}>
      <LogViewer {...props} placeholder={placeholder} />
    </Suspense>
  );
}
