'use client';

/** What is known of the materials of an engine version. */
export function MaterialDetailBody({ engineType, engineVersion }: { engineType: string; engineVersion: string }) {
  return (
    <p>
      {engineType} {engineVersion}
    </p>
  );
}
