import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { PolicyPage } from '@/features/cleanup/policies/components/policy-page';
import { cleanupKeys } from '@/features/cleanup/query-keys';
import { listPolicies } from '@/server/cleanup/service';
import { Prefetched } from '../../../prefetched';

interface Props {
  params: Promise<{ policyId: string }>;
}

/** Title in the visitor's language, with the number of the policy. */
export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { policyId } = await params;
  return { title: (await getTranslations('cleanupPolicies'))('numbered', { id: policyId }) };
}

/** One policy. */
export default async function CleanupPolicyPage({ params }: Props) {
  const { policyId } = await params;
  if (!/^[1-9]\d{0,9}$/.test(policyId)) notFound();
  return (
    <Prefetched read={async (context) => ({ key: cleanupKeys.policies, data: await listPolicies(context) })}>
      <PolicyPage policyId={Number(policyId)} />
    </Prefetched>
  );
}
