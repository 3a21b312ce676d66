import { z } from 'zod';

/** A date of a Linkis query: `yyyy-MM-dd HH:mm:ss`, a day that exists, in the database's time zone. */
export const linkisDateSchema = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/, 'not a date; expected yyyy-MM-dd HH:mm:ss')
  .refine((text) => {
    const time = Date.parse(`${text.replace(' ', 'T')}Z`);
    return !Number.isNaN(time) && new Date(time).toISOString().slice(0, 19).replace('T', ' ') === text;
  }, 'no such date; expected yyyy-MM-dd HH:mm:ss');

/** A 32-bit number in a Linkis query. */
export const linkisIntSchema = z
  .string()
  .regex(/^-?\d{1,10}$/, 'not a whole number')
  .transform(Number)
  .pipe(
    z
      .number()
      .min(-(2 ** 31))
      .max(2 ** 31 - 1),
  );

/** User names that Linkis' filters take: letters, digits, underscore and dot. */
export const LINKIS_NAME = /^[A-Za-z0-9_.]+$/;

/** The last of a parameter that was given more than once, as the original reads it. */
export const single = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value) => (Array.isArray(value) ? value[0] : value), schema);
