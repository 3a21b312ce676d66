import { cookies, headers } from 'next/headers';
import { getRequestConfig } from 'next-intl/server';
import { LOCALE_COOKIE, pickLocale } from './locale';

/** Language of a request: its cookie, else what the browser accepts. Times are formatted in the browser, in its zone. */
export default getRequestConfig(async () => {
  const locale = pickLocale((await cookies()).get(LOCALE_COOKIE)?.value, (await headers()).get('accept-language'));
  const messages =
    locale === 'zh-CN'
      ? (await import('../../messages/zh-CN.json')).default
      : (await import('../../messages/en.json')).default;
  return { locale, messages, timeZone: 'UTC' };
});
