/** What reading a date gave: a wall-clock text that exists in the calendar, or the sentence that Java says of it. */
export type ParsedDate = { text: string } | { fault: string };

const PATTERN = 'dddd-dd-dd dd:dd:dd';
/** Where a field begins in the pattern; a digit that is missing is reported there. */
const FIELD_STARTS = [0, 5, 8, 11, 14, 17];
const DAY_MS = 86_400_000;

/** Where a text leaves the pattern; null when it does not, -1 when something follows. */
function mismatch(text: string): number | null {
  for (let index = 0; index < PATTERN.length; index++) {
    const sign = text[index];
    const fits = PATTERN[index] === 'd' ? sign !== undefined && /[0-9]/.test(sign) : sign === PATTERN[index];
    if (fits) continue;
    // A year of more digits needs a sign in Java; it finds fault with the whole year then.
    if (index === 4 && sign !== undefined && /[0-9]/.test(sign)) return 0;
    return PATTERN[index] === 'd' ? Math.max(...FIELD_STARTS.filter((start) => start <= index)) : index;
  }
  return text.length > PATTERN.length ? -1 : null;
}

const invalid = (field: string, range: string, value: number): ParsedDate => ({
  fault: `DateTimeException: Invalid value for ${field} (valid values ${range}): ${value}`,
});

const two = (value: number) => String(value).padStart(2, '0');

/**
 * Reads `yyyy-MM-dd HH:mm:ss` as Java's SMART resolver does: days 29 to 31 beyond a month's end become its last day,
 * `24:00:00` is the midnight after. Years 0001 to 9999. Source: contract/context.md §3.
 */
export function parseJavaDate(text: string): ParsedDate {
  const at = mismatch(text);
  if (at === -1)
    return { fault: `DateTimeParseException: Text '${text}' could not be parsed, unparsed text found at index 19` };
  if (at !== null) return { fault: `DateTimeParseException: Text '${text}' could not be parsed at index ${at}` };
  const [year, month, day, hour, minute, second] = FIELD_STARTS.map((start, field) =>
    Number(text.slice(start, start + (field === 0 ? 4 : 2))),
  ) as [number, number, number, number, number, number];
  if (year === 0) return invalid('YearOfEra', '1 - 999999999/1000000000', year);
  if (month < 1 || month > 12) return invalid('MonthOfYear', '1 - 12', month);
  if (day < 1 || day > 31) return invalid('DayOfMonth', '1 - 28/31', day);
  const endOfDay = hour === 24 && minute === 0 && second === 0;
  if (hour > 23 && !endOfDay) return invalid('HourOfDay', '0 - 23', hour);
  if (minute > 59) return invalid('MinuteOfHour', '0 - 59', minute);
  if (second > 59) return invalid('SecondOfMinute', '0 - 59', second);
  const date = new Date(0);
  date.setUTCFullYear(year, month, 0);
  const last = date.getUTCDate();
  date.setUTCFullYear(year, month - 1, Math.min(day, last));
  if (endOfDay) date.setTime(date.getTime() + DAY_MS);
  // The midnight after the last day that columns hold is the end of that day.
  if (date.getUTCFullYear() > 9999) return { text: '9999-12-31 23:59:59' };
  const yearText = String(date.getUTCFullYear()).padStart(4, '0');
  const dayText = `${yearText}-${two(date.getUTCMonth() + 1)}-${two(date.getUTCDate())}`;
  return { text: `${dayText} ${endOfDay ? '00' : two(hour)}:${two(minute)}:${two(second)}` };
}
