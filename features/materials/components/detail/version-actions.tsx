'use client';

import { ActionIcon, Button, Menu } from '@mantine/core';
import {
  IconArrowsDiff,
  IconDots,
  IconDownload,
  IconFiles,
  IconShieldLock,
  IconShieldOff,
  IconTrash,
} from '@tabler/icons-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useRef } from 'react';
import type { MaterialVersion } from '@/contracts/materials';
import { contentHref } from '../../detail-api';
import { compareHref, versionDirection } from '../../detail-format';
import classes from './detail.module.css';
import type { Asked, MaterialParts } from './version-parts';

interface VersionActionsProps extends MaterialParts {
  version: MaterialVersion;
  onAsk: (asked: Asked) => void;
}

/** What can be done to a version; the server says what it refuses and why. */
export function VersionActions(props: VersionActionsProps) {
  const t = useTranslations('materialDetail.actions');
  const { material, version, onAsk } = props;
  const what = `${material.fileName} ${version.version}`;
  if (version.deleted)
    return (
      <Button
        size="compact-xs"
        variant="default"
        aria-label={t('restoreNamed', { what })}
        onClick={() => onAsk({ kind: 'restore', version: version.version })}
      >
        {t('restore')}
      </Button>
    );
  const direction = versionDirection(version.version, material.materialVersion);
  return (
    <span className={classes.actions}>
      {!version.current && (
        <Button
          size="compact-xs"
          variant="default"
          aria-label={t(direction === 'back' ? 'backNamed' : 'forwardNamed', { what })}
          onClick={() => onAsk({ kind: 'rollBack', version: version.version })}
        >
          {t(direction)}
        </Button>
      )}
      <MoreActions {...props} what={what} />
    </span>
  );
}

function MoreActions({ detail, material, version, onAsk, what }: VersionActionsProps & { what: string }) {
  const t = useTranslations('materialDetail.actions');
  const targetRef = useRef<HTMLButtonElement>(null);
  const ask = (kind: Asked['kind']) => () => {
    // The item goes away with the menu; a dialog gives the focus back to what had it when it opened.
    targetRef.current?.focus();
    onAsk({ kind, version: version.version });
  };
  const pair = { from: version.version, to: material.materialVersion };
  const { fileName } = material;
  const href = contentHref({
    engineType: detail.engineType,
    engineVersion: detail.engineVersion,
    fileName,
    version: version.version,
  });
  return (
    // Fixed, because the table scrolls and would cut it off.
    <Menu position="bottom-end" withinPortal={false} floatingStrategy="fixed">
      <Menu.Target>
        <ActionIcon ref={targetRef} aria-label={t('more', { what })} title={t('more', { what })}>
          <IconDots size={16} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {!version.current && version.stored && (
          <Menu.Item
            component={Link}
            href={compareHref(detail, fileName, pair)}
            prefetch={false}
            leftSection={<IconArrowsDiff size={15} aria-hidden />}
          >
            {t('compare')}
          </Menu.Item>
        )}
        {version.stored && (
          <Menu.Item leftSection={<IconFiles size={15} aria-hidden />} onClick={ask('files')}>
            {t('files')}
          </Menu.Item>
        )}
        <Menu.Item component="a" href={href} download leftSection={<IconDownload size={15} aria-hidden />}>
          {t('download')}
        </Menu.Item>
        {version.protected ? (
          <Menu.Item leftSection={<IconShieldOff size={15} aria-hidden />} onClick={ask('unprotect')}>
            {t('unprotect')}
          </Menu.Item>
        ) : (
          <Menu.Item leftSection={<IconShieldLock size={15} aria-hidden />} onClick={ask('protect')}>
            {t('protect')}
          </Menu.Item>
        )}
        <Menu.Item leftSection={<IconTrash size={15} aria-hidden />} onClick={ask('delete')}>
          {t('delete')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
