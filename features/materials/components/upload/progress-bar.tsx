import classes from './surface.module.css';

/** How far something is, in percent. `isStill`: it does not move right now. */
export function ProgressBar({ label, value, isStill = false }: { label: string; value: number; isStill?: boolean }) {
  return (
    <div
      className={classes.bar}
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={value}
      data-still={isStill || undefined}
    >
      <div className={classes.barFill} style={{ width: `${value}%` }} />
    </div>
  );
}
