import { useTranslations } from 'next-intl';
import { useEffect, useRef, useState } from 'react';
import type { Phase, Upload } from '../../upload/upload';

/** Phases that come and go by themselves, or that the person has just asked for. */
const SILENT: readonly Phase[] = ['queued', 'ended'];

/** Says to screen readers when an upload enters another phase. */
export function Announcements({ uploads }: { uploads: readonly Upload[] }) {
  const t = useTranslations('materialUpload');
  const known = useRef(new Map<string, Phase>());
  const [text, setText] = useState('');
  useEffect(() => {
    const news: string[] = [];
    for (const { key, fileName, phase } of uploads) {
      if (known.current.get(key) === phase) continue;
      known.current.set(key, phase);
      if (!SILENT.includes(phase)) news.push(t('ofFile', { action: fileName, fileName: t(`phases.${phase}`) }));
    }
    if (news.length > 0) setText(news.join('. '));
  }, [uploads, t]);
  return (
    <div className="er-visually-hidden" role="status">
      {text}
    </div>
  );
}
