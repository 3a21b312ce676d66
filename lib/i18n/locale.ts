/** Languages of the console. */
const LOCALES = ['en', 'zh-CN'] as const;
export type AppLocale = (typeof LOCALES)[number];

/** Cookie that remembers the chosen language. */
export const LOCALE_COOKIE = 'engineroom_locale';

/** The chosen language if it is one of ours, else the best of the browser's, else English. */
export function pickLocale(chosen: string | undefined, acceptLanguage: string | null): AppLocale {
  const known = LOCALES.find((locale) => locale === chosen);
  if (known) return known;
  const wishes = (acceptLanguage ?? '')
    .split(',')
    .map((entry) => {
      const [tag = '', ...parameters] = entry.trim().split(';');
      const weight = parameters
        .map((parameter) => /^\s*q=([\d.]+)$/.exec(parameter)?.[1])
        .find((value) => value !== undefined);
      return { language: tag.toLowerCase().split('-')[0], weight: weight === undefined ? 1 : Number(weight) };
    })
    .filter((wish) => wish.weight > 0 && (wish.language === 'en' || wish.language === 'zh'))
    .sort((a, b) => b.weight - a.weight);
  return wishes[0]?.language === 'zh' ? 'zh-CN' : 'en';
}
