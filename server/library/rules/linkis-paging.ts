/** Most rows that a page gives; also what page size 0, which means all, gives. */
const MOST_ROWS = 5000;

function numberOr(text: string | undefined, fallback: number): number {
  return text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : fallback;
}

/**
 * Where a page begins and how many rows it has, by the rules of Linkis' list endpoints: what is no number counts as not
 * given, page 0 is page 1, size 0 means all, and a page behind the last is the last.
 * @param total how many rows there are
 */
export function linkisPage(
  currentPage: string | undefined,
  pageSize: string | undefined,
  total: number,
): { offset: number; size: number } {
  const size = Math.min(numberOr(pageSize, 10) || MOST_ROWS, MOST_ROWS);
  const last = Math.max(1, Math.ceil(total / size));
  const page = Math.min(Math.max(1, numberOr(currentPage, 1)), last);
  return { offset: (page - 1) * size, size };
}
