import { useSyncExternalStore } from 'react';

const never = () => () => {};

/** False on the server and for the first drawing in the browser, which must equal it; then true. */
export function useHydrated(): boolean {
  return useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
}
