import type { LogStream } from '@/contracts/engine-logs';
import type { LogLocation } from '@/server/engine-history/service';
import type { Context } from '@/server/platform/context';
import type { LogAbsence } from '../reader/log-state';
import { type OpenLog, openEngineLog } from '../reader/open-log';

/**
 * Opens a log where its engine has written it, or says why there is none. The caller closes it. What comes from the
 * archive itself counts as not there.
 */
export type OpenSource = (context: Context, location: LogLocation, stream: LogStream) => Promise<OpenLog | LogAbsence>;

/** The logs that the readers find. */
export const openOriginal: OpenSource = ({ configuration }, location, stream) =>
  openEngineLog(configuration, location, stream);
