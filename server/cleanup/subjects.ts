import type { CleanupSubjectName } from '@/contracts/cleanup';
import { contextSubject } from '@/server/contexts/cleanup-subject/service';
import type { CleanupSubject } from './subject/service';

const SUBJECTS: Record<CleanupSubjectName, CleanupSubject> = { contexts: contextSubject };

/** What is cleaned up, by its name. */
export function subjectOf(name: string): CleanupSubject {
  const subject = SUBJECTS[name as CleanupSubjectName];
  if (!subject) throw new Error(`there is no subject ${name}`);
  return subject;
}
