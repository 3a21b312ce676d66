'use client';

import { useLocale, useTranslations } from 'next-intl';
import type { EngineRecord, Resource } from '@/contracts/engine-history';
import { formatExactBytes } from '@/lib/bytes';
import { formatMeasure, RESOURCE_MEASURES, type ResourceMeasure } from '../format';
import classes from './engine-detail.module.css';
import { RawResource } from './resource-summary';

const PHASES = ['requested', 'used', 'released'] as const;

/** Requested, used and released resources side by side: numbers, each with a bar on the scale of its measure. */
export function ResourceComparison({ record }: { record: EngineRecord }) {
  const t = useTranslations('engineDetail');
  const resources = {
    requested: record.requestedResource,
    used: record.usedResource,
    released: record.releasedResource,
  };
  const measures = RESOURCE_MEASURES.filter((measure) =>
    PHASES.some((phase) => read(measure, resources[phase]) !== null),
  );
  const unreadable = PHASES.filter(
    (phase) => resources[phase] && (!resources[phase].readable || measures.length === 0),
  );
  return (
    <>
      <div className={classes.wide}>
        <table className={classes.small}>
          <caption className="er-visually-hidden">{t('resources')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('measure')}</th>
              {PHASES.map((phase) => (
                <th key={phase} scope="col" className={classes.third}>
                  {t(`phases.${phase}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {measures.map((measure) => (
              <MeasureRow key={measure.name} measure={measure} resources={resources} />
            ))}
            {measures.length === 0 && (
              <tr>
                <td colSpan={4} className="er-dim">
                  {t('noResources')}
                </td>
              </tr>
            )}
          </tbody>
        </table>
      </div>
      <ResourceNames resources={PHASES.map((phase) => resources[phase])} />
      {unreadable.map((phase) => {
        const resource = resources[phase];
        return (
          resource && (
            <p key={phase} className={classes.note}>
              {t(`phases.${phase}`)}: <RawResource resource={resource} />
            </p>
          )
        );
      })}
    </>
  );
}

function read(measure: ResourceMeasure, resource: Resource | null): number | null {
  return resource?.readable ? measure.read(resource) : null;
}

function MeasureRow({
  measure,
  resources,
}: {
  measure: ResourceMeasure;
  resources: Record<(typeof PHASES)[number], Resource | null>;
}) {
  const t = useTranslations('engineDetail');
  const locale = useLocale();
  const values = PHASES.map((phase) => ({ phase, value: read(measure, resources[phase]) }));
  const largest = Math.max(...values.map(({ value }) => Math.abs(value ?? 0)), 0);
  return (
    <tr>
      <th scope="row">{t(`measures.${measure.name}`)}</th>
      {values.map(({ phase, value }) => (
        <td key={phase} className={classes.measure} data-negative={value !== null && value < 0 ? true : undefined}>
          {value === null ? (
            <span className="er-dim">–</span>
          ) : (
            <>
              <span title={measure.kind === 'bytes' ? formatExactBytes(value, locale) : undefined}>
                {formatMeasure(value, measure.kind, locale)}
              </span>
              <span className={classes.track} aria-hidden>
                <span
                  data-phase={phase}
                  style={{ width: `${largest === 0 ? 0 : (Math.abs(value) / largest) * 100}%` }}
                />
              </span>
            </>
          )}
        </td>
      ))}
    </tr>
  );
}

/** Queue and namespace that the numbers belong to. */
function ResourceNames({ resources }: { resources: (Resource | null)[] }) {
  const t = useTranslations('engineDetail');
  const unique = (names: (string | null | undefined)[]) =>
    [...new Set(names.filter((name): name is string => Boolean(name)))].join(', ');
  const queues = unique(resources.map((resource) => resource?.queue?.name));
  const namespaces = unique(resources.map((resource) => resource?.kubernetes?.namespace));
  if (!queues && !namespaces) return null;
  return (
    <p className={classes.note}>
      {queues && <span>{t('queueName', { name: queues })} </span>}
      {namespaces && <span>{t('namespaceName', { name: namespaces })}</span>}
    </p>
  );
}
