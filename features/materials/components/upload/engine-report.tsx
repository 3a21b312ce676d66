import { IconEqual, IconPencil, IconPlus } from '@tabler/icons-react';
import { useLocale, useTranslations } from 'next-intl';
import { BytesText } from '@/components/bytes-text';
import { Tag } from '@/components/tag';
import type { InspectedMaterial, InspectionReport } from '@/contracts/material-uploads';
import { formatBytes } from '@/lib/bytes';
import { numberFormat } from '@/lib/number-format';
import classes from './report.module.css';

const LOOKS = {
  new: { tone: 'info', Icon: IconPlus },
  changed: { tone: 'warn', Icon: IconPencil },
  same: { tone: 'quiet', Icon: IconEqual },
} as const;

/** What an engine version of an archive would change. */
export function EngineReport({ engine }: { engine: InspectionReport['engines'][number] }) {
  const t = useTranslations('materialUpload');
  const locale = useLocale();
  const { engineType, engineVersion, exists, materials, plugin } = engine;
  return (
    <section className={classes.section}>
      <h4>
        {engineType} {engineVersion}{' '}
        <Tag tone={exists ? 'quiet' : 'info'}>{t(exists ? 'engineKnown' : 'engineNew')}</Tag>
      </h4>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section className={classes.tableBox} aria-label={`${engineType} ${engineVersion}`} tabIndex={0}>
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">{t('material')}</th>
              <th scope="col">{t('state')}</th>
              <th scope="col">{t('files')}</th>
              <th scope="col">{t('unpacked')}</th>
              <th scope="col">{t('packed')}</th>
              <th scope="col">{t('differences')}</th>
            </tr>
          </thead>
          <tbody>
            {materials.map((material) => (
              <MaterialRow key={material.fileName} material={material} />
            ))}
          </tbody>
        </table>
      </section>
      {materials.map((material) => (
        <ChangedPaths key={material.fileName} material={material} />
      ))}
      <p className="er-dim">
        {plugin ? t('plugin', { files: plugin.files, size: formatBytes(plugin.unpackedBytes, locale) }) : t('noPlugin')}
      </p>
    </section>
  );
}

function MaterialRow({ material }: { material: InspectedMaterial }) {
  const t = useTranslations('materialUpload');
  const locale = useLocale();
  const { fileName, change, against, files, unpackedBytes, packedBytes, added, removed, changed } = material;
  const { tone, Icon } = LOOKS[change];
  const number = numberFormat(locale);
  return (
    <tr>
      <th scope="row">{fileName}</th>
      <td>
        <Tag tone={tone} Icon={Icon}>
          {t(`changes.${change}`)}
        </Tag>{' '}
        {against && <span className="er-mono er-dim">{against}</span>}
      </td>
      <td data-number>{number.format(files)}</td>
      <td data-number>
        <BytesText bytes={unpackedBytes} />
      </td>
      <td data-number>
        <BytesText bytes={packedBytes} />
      </td>
      <td data-number>{`+${number.format(added)}  −${number.format(removed)}  ~${number.format(changed)}`}</td>
    </tr>
  );
}

/** The paths behind the counts, folded. Of a new material all are added, and the tree shows them. */
function ChangedPaths({ material }: { material: InspectedMaterial }) {
  const t = useTranslations('materialUpload');
  const { fileName, change } = material;
  if (change !== 'changed') return null;
  const kinds = [
    { key: 'addedPaths', count: material.added, paths: material.addedPaths },
    { key: 'removedPaths', count: material.removed, paths: material.removedPaths },
    { key: 'changedPaths', count: material.changed, paths: material.changedPaths },
  ] as const;
  return kinds
    .filter(({ count }) => count > 0)
    .map(({ key, count, paths }) => (
      <details key={key} className={classes.paths}>
        <summary>{t(key, { count, fileName })}</summary>
        <ul>
          {paths.map((path) => (
            <li key={path} className="er-mono">
              {path}
            </li>
          ))}
          {count > paths.length && <li className="er-dim">{t('morePaths', { count: count - paths.length })}</li>}
        </ul>
      </details>
    ));
}
