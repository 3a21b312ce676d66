'use client';

import { useLocalStorage } from '@mantine/hooks';
import { useMemo } from 'react';
import type { Column } from './columns';

/** Which columns of a table are shown: the chosen ones, remembered in this browser, else the usual ones. */
export function useShownColumns<Row, Context>(storageKey: string, columns: readonly Column<Row, Context>[]) {
  const usual = columns.filter((column) => column.shownByDefault !== false).map((column) => column.id);
  const [chosen, setChosen] = useLocalStorage<string[]>({ key: storageKey, defaultValue: usual });
  const ids = Array.isArray(chosen) ? chosen : usual;
  // The same array until something changes: rows are drawn anew when it is another one.
  const wanted = ids.join(' ');
  const shown = useMemo(
    () => columns.filter((column, index) => index === 0 || wanted.split(' ').includes(column.id)),
    [columns, wanted],
  );
  return {
    shown,
    isShown: (id: string) => shown.some((column) => column.id === id),
    toggle: (id: string) => setChosen(ids.includes(id) ? ids.filter((other) => other !== id) : [...ids, id]),
    reset: () => setChosen(usual),
  };
}
