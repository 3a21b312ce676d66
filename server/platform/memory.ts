/**
 * Something that this process has once, made when it is first asked for. On globalThis, because the bundler gives
 * routes, pages, background tasks and start-up code modules of their own.
 * @param name the same for all who share it
 */
export function processWide<Value>(name: string, make: () => Value): Value {
  const holder = globalThis as { [key: symbol]: unknown };
  const key = Symbol.for(`engineroom.${name}`);
  holder[key] ??= make();
  return holder[key] as Value;
}

/**
 * Puts something into a map as what was used last; when there is too much, what was used longest ago goes. Also for what
 * the map has already: it then stands last again.
 */
export function keepRecent<Key, Value>(kept: Map<Key, Value>, key: Key, value: Value, most: number): void {
  kept.delete(key);
  kept.set(key, value);
  if (kept.size > most) kept.delete(kept.keys().next().value as Key);
}
