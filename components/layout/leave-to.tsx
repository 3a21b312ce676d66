'use client';

import { useEffect } from 'react';

/** Goes to a page that has to come first and brings the whole address along to return to; layouts cannot know it. */
export function LeaveTo({ path }: { path: '/sign-in' | '/change-password' }) {
  useEffect(() => {
    const here = window.location.pathname + window.location.search;
    window.location.replace(`${path}?next=${encodeURIComponent(here)}`);
  }, [path]);
  return null;
}
