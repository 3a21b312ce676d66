import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { PolicyFormPage } from '@/features/cleanup/policies/components/policy-form-page';

/** Title in the visitor's language. */
export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('cleanupPolicies'))('editTitle') };
}

/** A policy that is to be changed. */
export default async function EditCleanupPolicyPage({ params }: { params: Promise<{ policyId: string }> }) {
  const { policyId } = await params;
  if (!/^[1-9]\d{0,9}$/.test(policyId)) notFound();
  return <PolicyFormPage policyId={Number(policyId)} />;
}
