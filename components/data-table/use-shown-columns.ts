'use client';

import { useLocalStorage } from '@mantine/hooks';
import { useCallback, useMemo } from 'react';
import type { Column } from './columns';

/** Which columns of a table are shown: the chosen ones, remembered in this browser, else the usual ones. */
export function useShownColumns<Row, Context>(storageKey: string, columns: readonly Column<Row, Context>[]) {
  const usual = useMemo(
    () => columns.filter((column) => column.shownByDefault !== false).map((column) => column.id),
    [columns],
  );
  const [chosen, setChosen] = useLocalStorage<string[]>({ key: storageKey, defaultValue: usual });
  const wanted = (Array.isArray(chosen) ? chosen : usual).join(' ');
  // The same until something changes: rows and the menu are drawn anew when they are others.
  const shown = useMemo(
    () => columns.filter((column, index) => index === 0 || wanted.split(' ').includes(column.id)),
    [columns, wanted],
  );
  const toggle = useCallback(
    (id: string) => {
      const ids = wanted.split(' ');
      setChosen(ids.includes(id) ? ids.filter((other) => other !== id) : [...ids, id]);
    },
    [wanted, setChosen],
  );
  const reset = useCallback(() => setChosen(usual), [usual, setChosen]);
  return { shown, toggle, reset };
}
