import classes from './sparkline.module.css';

/** One bar: how much, and whether it is to stand out as something that went wrong. */
export interface SparklineBar {
  key: string | number;
  value: number;
  failed: boolean;
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
      {bars.map(({ key, value, failed }, index) => {
        const height = LEAST + (value / most) * (HEIGHT - LEAST);
        return (
          <rect
            key={key}
            x={index * (BAR + GAP)}
            y={HEIGHT - height}
            width={BAR}
            height={height}
            rx={1}
            data-failed={failed || undefined}
          />
        );
      })}
    </svg>
  );
}
