'use client';

import { Button } from '@mantine/core';
import { IconAlertTriangle, IconInbox, IconLock, type TablerIcon } from '@tabler/icons-react';
import { useLocale, useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { ApiProblem } from '@/lib/api-client';
import { CopyButton } from './copy-button';
import classes from './states.module.css';

interface StateProps {
  title: string;
  children?: ReactNode;
  action?: ReactNode;
}

function State({ title, children, action, Icon, alert }: StateProps & { Icon: TablerIcon; alert?: boolean }) {
  return (
    <div className={classes.state} role={alert ? 'alert' : undefined}>
      <Icon size={26} stroke={1.4} aria-hidden />
      <p className={classes.title}>{title}</p>
      {children && <div className={classes.text}>{children}</div>}
      {action && <div className={classes.action}>{action}</div>}
    </div>
  );
}

/** Nothing to show: says why and offers what to do next. */
export function EmptyState(props: StateProps) {
  return <State {...props} Icon={IconInbox} />;
}

/** The role does not allow it. */
export function NoPermissionState() {
  const t = useTranslations('states');
  return (
    <State title={t('noPermission')} Icon={IconLock}>
      {t('noPermissionHint')}
    </State>
  );
}

/** Words for an error: what the server said, or what is known without an answer. The server speaks English. */
function useProblemText(): (error: unknown) => string {
  const t = useTranslations('states');
  const locale = useLocale();
  return (error) => {
    if (!(error instanceof ApiProblem)) return t('unexpected');
    if (error.code === 'unreachable') return t('unreachable');
    // A single fault is often the detail itself.
    const faults = error.faults
      .filter((fault) => !error.message.includes(fault.message))
      .map((fault) => `${fault.path}: ${fault.message}`)
      .join('; ');
    const kind = locale === 'en' ? '' : t(`codes.${error.code}`);
    return [kind, error.message || t('unexpected'), faults].filter(Boolean).join(' — ');
  };
}

/** An operation failed: what happened, the request id for the log, and another try. */
export function ErrorState({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const t = useTranslations('states');
  const problemText = useProblemText();
  if (error instanceof ApiProblem && error.status === 403) return <NoPermissionState />;
  return (
    <State
      title={t('failed')}
      Icon={IconAlertTriangle}
      alert
      action={
        onRetry && (
          <Button variant="default" onClick={onRetry}>
            {t('retry')}
          </Button>
        )
      }
    >
      <p>{problemText(error)}</p>
      <RequestId error={error} />
    </State>
  );
}

/** The same in one line, above content that is still there. */
export function ErrorBanner({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const t = useTranslations('states');
  const problemText = useProblemText();
  return (
    <div className={classes.banner} role="alert">
      <IconAlertTriangle size={15} aria-hidden />
      <span>{problemText(error)}</span>
      <RequestId error={error} />
      {onRetry && (
        <Button size="compact-xs" variant="default" onClick={onRetry}>
          {t('retry')}
        </Button>
      )}
    </div>
  );
}

function RequestId({ error }: { error: unknown }) {
  const t = useTranslations('states');
  if (!(error instanceof ApiProblem) || !error.requestId) return null;
  return (
    <span className={classes.request}>
      {t('requestId')} <span className="er-mono">{error.requestId}</span>
      <CopyButton text={error.requestId} what={t('requestId')} />
    </span>
  );
}

/** Space kept while the first answer is on its way. */
export function LoadingState({ rows = 6 }: { rows?: number }) {
  const t = useTranslations('states');
  return (
    <div className={classes.loading} role="status">
      <span className="er-visually-hidden">{t('loading')}</span>
      <div className={classes.bones} style={{ height: rows * 25 }} />
    </div>
  );
}
