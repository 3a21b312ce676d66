import classes from './sparkline.module.css';

/** One bar: how much, and which part of it, from 0 to 1, is to stand out as something that went wrong. */
export interface SparklineBar {
  key: string | number;
  value: number;
  bad: number;
}

const BAR = 5;
const GAP = 2;
const HEIGHT = 22;
/** What is little or nothing can still be seen to be there. */
const LEAST = 2;

/** A few amounts in a row, each as high as its share of the greatest. @param label says the same in words */
export function Sparkline({ bars, label }: { bars: readonly SparklineBar[]; label: string }) {
  const most = Math.max(1, ...bars.map(({ value }) => value));
  const width = bars.length * (BAR + GAP) - GAP;
  return (
    <svg
      role="img"
      aria-label={label}
      className={classes.sparkline}
      width={width}
      height={HEIGHT}
      viewBox={`0 0 ${width} ${HEIGHT}`}
    >
      <title>{label}</title>
      {bars.map(({ key, value, bad }, index) => {
        const height = LEAST + (value / most) * (HEIGHT - LEAST);
        const badHeight = bad > 0 ? Math.max(LEAST, height * bad) : 0;
        const x = index * (BAR + GAP);
        return (
          <g key={key} data-empty={value === 0 || undefined}>
            <rect x={x} y={HEIGHT - height} width={BAR} height={height} rx={1} />
            {badHeight > 0 && (
              <rect x={x} y={HEIGHT - badHeight} width={BAR} height={badHeight} rx={1} className={classes.bad} />
            )}
          </g>
        );
      })}
    </svg>
  );
}
