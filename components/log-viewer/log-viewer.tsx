'use client';

import { useLocalStorage } from '@mantine/hooks';
import { useTranslations } from 'next-intl';
import { type ReactNode, useEffect, useId, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import { notify } from '@/lib/notify';
import { ErrorsPanel } from './errors-panel';
import { makeFinder } from './highlight';
import { KeyHelp } from './key-help';
import { LogBody } from './log-body';
import type { LogInfo, LogLine, LogSource } from './log-source';
import classes from './log-viewer.module.css';
import { LogWindow } from './log-window';
import { type Downloads, PlaceBar } from './place-bar';
import { SearchBar } from './search-bar';
import type { LineRange } from './selection';
import { SelectionBar } from './selection-bar';
import { StatusBar } from './status-bar';
import { useClipboard } from './use-clipboard';
import { useErrors } from './use-errors';
import { useFollow } from './use-follow';
import { useHits } from './use-hits';
import { type LinkedLines, useLines } from './use-lines';
import { useMatch } from './use-match';
import { useViewerKeys } from './use-viewer-keys';
import { ViewSignal } from './view-signal';

interface LogViewerProps {
  /** Must stay the same object: another one is another viewer. */
  source: LogSource;
  name: string;
  growing: boolean;
  /** True when the log is what the page is about: it fills it, and its keys work wherever the focus is. */
  primary: boolean;
  /** Where to open; the end without it. */
  start: LinkedLines | null;
  onSelect: (range: LineRange | null, info: LogInfo) => void;
  linkOf: (range: LineRange, info: LogInfo) => string | null;
  /** For a log of several: goes to a line in its own. */
  onLine?: (line: LogLine) => void;
  downloads: Downloads | null;
  onEnded: () => void;
  /** Shown until the first lines are there. */
  placeholder?: ReactNode;
  /** Shown in the status line. */
  children?: ReactNode;
}

/** Reads a log of any size. Opens at its end, or where a link points to. */
export default function LogViewer(props: LogViewerProps) {
  const { source, onLine } = props;
  const viewer = useViewer(props);
  const { log, view, refs, match, hits, lines, follow, clipboard, settings, errors } = viewer;
  const finder = useMemo(() => (match.searched ? makeFinder(match.searched) : null), [match.searched]);
  const boxId = useId();
  const { info } = log.snapshot();
  const selected = lines.selection !== null || clipboard.job.state !== 'idle';
  return (
    <div ref={refs.root} className={classes.viewer} data-primary={props.primary || undefined}>
      {source.search && (
        <SearchBar
          match={match.typed}
          onMatch={match.change}
          search={hits.search}
          current={hits.current}
          onlyMatching={match.onlyMatching}
          onOnlyMatching={match.setOnlyMatching}
          onStep={hits.onStep}
          onLeave={() => refs.box.current?.focus()}
          field={refs.search}
        />
      )}
      <PlaceBar
        view={view}
        jumpField={refs.jump}
        numbered={!onLine}
        following={viewer.growing ? settings.follow : null}
        onFollow={viewer.toggleFollow}
        wrap={settings.wrap}
        onWrap={settings.toggleWrap}
        showTimes={settings.times}
        onTimes={settings.toggleTimes}
        onGo={lines.go}
        errors={source.errors ? { open: errors.open, onFirst: errors.goToFirst, onToggle: errors.toggle } : null}
        downloads={props.downloads}
        onHelp={() => viewer.setHelp(true)}
      />
      {selected && (
        <SelectionBar
          selection={lines.selection}
          job={clipboard.job}
          onCopy={() => lines.selection && clipboard.copyRange(lines.selection)}
          link={lines.selection && info && props.linkOf(lines.selection, info)}
          onClear={viewer.clear}
        />
      )}
      <div className={classes.body}>
        <LogBody
          window={log}
          placeholder={props.placeholder}
          view={view}
          box={refs.box}
          stuck={refs.stuck}
          id={boxId}
          name={props.name}
          wrap={settings.wrap}
          showTimes={settings.times}
          following={follow.status === 'following'}
          finder={finder}
          selection={lines.selection}
          onSelect={onLine ?? lines.select}
          current={hits.current}
          onCopy={clipboard.copyBetween}
          buckets={hits.search.buckets}
          fresh={follow.fresh}
          followError={follow.error}
          onEnd={() => lines.go({})}
          onClearFilter={match.clear}
        />
        {errors.open && (
          <ErrorsPanel
            state={errors}
            onRetry={() => errors.start()}
            onStop={errors.stop}
            onGo={errors.goTo}
            onClose={errors.toggle}
          />
        )}
      </div>
      <StatusBar window={log} view={view} follow={follow.status} numbered={!onLine}>
        {props.children}
      </StatusBar>
      {viewer.help && <KeyHelp onClose={() => viewer.setHelp(false)} />}
    </div>
  );
}

/** Everything that the viewer knows and can do, put together. */
function useViewer({ source, primary, start, growing: startsGrowing, onSelect, onEnded }: LogViewerProps) {
  const t = useTranslations('logViewer');
  const [log] = useState(() => new LogWindow(source));
  const [view] = useState(() => new ViewSignal());
  const [help, setHelp] = useState(false);
  const refs = useViewerRefs();
  const settings = useSettings(start === null);
  const match = useMatch();
  const hits = useHits({ source, window: log, view, stuck: refs.stuck, match });
  const lines = useLines({ window: log, view, stuck: refs.stuck, start, filter: match.filter, onSelect });
  const growing = useSyncExternalStore(
    log.subscribe,
    () => log.snapshot().info?.growing ?? startsGrowing,
    () => startsGrowing,
  );
  const loaded = useSyncExternalStore(
    log.subscribe,
    () => log.snapshot().info !== null,
    () => false,
  );
  const follow = useFollow({
    window: log,
    source,
    view,
    stuck: refs.stuck,
    wanted: settings.follow && growing && loaded,
    onEnded,
    onRotated: () => {
      notify(t('rotated'));
      // Its offsets are of another file now.
      if (lines.selection) lines.clear();
    },
  });
  const clipboard = useClipboard(source, log, settings.times);
  const errors = useErrorsPanel(source, (position) => {
    // The filter may leave the line out.
    log.match = null;
    if (match.filter) match.clear();
    hits.goTo(position);
  });
  const toggleFollow = () => {
    if (!settings.follow) lines.go({});
    settings.toggleFollow();
  };
  const clear = () => {
    if (clipboard.job.state !== 'idle') clipboard.cancel();
    else if (errors.open) errors.toggle();
    else if (lines.selection) lines.clear();
    else match.clear();
    hits.forget();
  };
  useViewerKeys({
    root: refs.root,
    box: refs.box,
    primary,
    onGo: (edge) => lines.go(edge === 'start' ? { percent: 0 } : {}),
    onStep: hits.onStep,
    onSearch: () => refs.search.current?.select(),
    onJump: () => refs.jump.current?.select(),
    onFollow: () => growing && toggleFollow(),
    onWrap: settings.toggleWrap,
    onHelp: () => setHelp(true),
    onClear: clear,
    onSelectAll: lines.selectAll,
    onCopy: () => {
      if (lines.selection) clipboard.copyRange(lines.selection);
      return lines.selection !== null;
    },
  });
  useEffect(() => {
    // Arrow keys scroll at once; a field that already has the focus keeps it.
    if (primary && loaded && document.activeElement === document.body) refs.box.current?.focus({ preventScroll: true });
  }, [primary, loaded, refs]);
  return {
    log,
    view,
    refs,
    settings,
    match,
    hits,
    lines,
    growing,
    follow,
    toggleFollow,
    clipboard,
    errors,
    clear,
    help,
    setHelp,
  };
}

function useViewerRefs() {
  const root = useRef<HTMLDivElement>(null);
  const box = useRef<HTMLElement>(null);
  const search = useRef<HTMLInputElement>(null);
  const jump = useRef<HTMLInputElement>(null);
  const stuck = useRef(true);
  return useMemo(() => ({ root, box, search, jump, stuck }), []);
}

function useSettings(opensAtEnd: boolean) {
  const [wrap, setWrap] = useLocalStorage({ key: 'engineroom-log-wrap', defaultValue: false, ...AT_ONCE });
  const [times, setTimes] = useLocalStorage({ key: 'engineroom-log-times', defaultValue: true, ...AT_ONCE });
  const [wanted, setWanted] = useLocalStorage({ key: 'engineroom-log-follow', defaultValue: true, ...AT_ONCE });
  // Somebody who comes by a link wants to see that place.
  const [off, setOff] = useState(!opensAtEnd);
  const follow = wanted && !off;
  return {
    wrap,
    times,
    follow,
    toggleWrap: () => setWrap(!wrap),
    toggleTimes: () => setTimes(!times),
    toggleFollow: () => {
      setOff(false);
      setWanted(!follow);
    },
  };
}

/** The viewer is never drawn on the server, so what is remembered can be read for the first drawing. */
const AT_ONCE = { getInitialValueInEffect: false };

function useErrorsPanel(source: LogSource, goTo: (position: number) => void) {
  const t = useTranslations('logViewer');
  const found = useErrors(source);
  const [open, setOpen] = useState(false);
  const toggle = () => {
    if (!open) found.start();
    else found.stop();
    setOpen(!open);
  };
  const goToFirst = () => {
    if (open && found.first != null) return goTo(found.first);
    found.start((position) => {
      if (position === null) notify(t('noErrors'));
      else goTo(position);
      if (!open) found.stop();
    });
  };
  return { ...found, open, toggle, goTo, goToFirst };
}
