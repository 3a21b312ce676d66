import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { ContextPage } from '@/features/contexts/components/context-page';
import { contextKeys } from '@/features/contexts/query-keys';
import { readContextDetail } from '@/server/contexts/service';
import { Prefetched } from '../../prefetched';

interface Props {
  params: Promise<{ id: string }>;
}

/** Title in the visitor's language, with the number of the context. */
export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { id } = await params;
  return { title: (await getTranslations('contexts'))('contextTitle', { context: id }) };
}

/** One context. */
export default async function ContextDetailPage({ params }: Props) {
  const { id: text } = await params;
  if (!/^[1-9]\d{0,9}$/.test(text)) notFound();
  const id = Number(text);
  return (
    <Prefetched read={async (context) => ({ key: contextKeys.detail(id), data: await readContextDetail(context, id) })}>
      <ContextPage id={id} />
    </Prefetched>
  );
}
