const made = new Map<string, Intl.NumberFormat>();

/**
 * A formatter of numbers. Making one costs as much as drawing a cell of a table, and lists need the same few hundreds of
 * times: each is made once.
 */
export function numberFormat(locale: string, options: Intl.NumberFormatOptions = {}): Intl.NumberFormat {
  const key = `${locale} ${JSON.stringify(options)}`;
  const known = made.get(key) ?? new Intl.NumberFormat(locale, options);
  made.set(key, known);
  return known;
}
