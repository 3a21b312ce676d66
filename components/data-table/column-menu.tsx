'use client';

import { Button, Menu } from '@mantine/core';
import { IconColumns3 } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import { memo } from 'react';

interface ColumnMenuProps {
  columns: readonly { id: string; header: string }[];
  shown: readonly { id: string }[];
  onToggle: (id: string) => void;
  onReset: () => void;
}

/** Chooses the columns of a table. The first one names the row and stays. */
export const ColumnMenu = memo(function ColumnMenu({ columns, shown, onToggle, onReset }: ColumnMenuProps) {
  const t = useTranslations('table');
  return (
    <Menu position="bottom-end" closeOnItemClick={false}>
      <Menu.Target>
        <Button variant="default" leftSection={<IconColumns3 size={15} aria-hidden />}>
          {t('columns')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {columns.slice(1).map(({ id, header }) => (
          <Menu.CheckboxItem key={id} checked={shown.some((column) => column.id === id)} onChange={() => onToggle(id)}>
            {header}
          </Menu.CheckboxItem>
        ))}
        <Menu.Divider />
        <Menu.Item onClick={onReset}>{t('usualColumns')}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
});
