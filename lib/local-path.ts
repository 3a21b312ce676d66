/** Where to go after sign-in: the wish if it is a path of this server, else the start page. Never another origin. */
export function safeLocalPath(wish: string | null | undefined): string {
  // `//host` and `/\host` are read by browsers as another origin, and they drop control characters before reading.
  if (!wish || !/^\/(?![/\\])/.test(wish) || /[\p{Cc}\\]/u.test(wish)) return '/engine-history';
  return wish;
}
