import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { PolicyFormPage } from '@/features/cleanup/policies/components/policy-form-page';

/** Title in the visitor's language. */
export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('cleanupPolicies'))('newTitle') };
}

/** A policy that is to be made. */
export default function NewCleanupPolicyPage() {
  return <PolicyFormPage policyId={null} />;
}
