import * as accounts from './accounts';
import * as audit from './audit';
import * as cleanup from './cleanup';
import * as cleanupLog from './cleanup-log';
import * as cleanupPolicies from './cleanup-policies';
import * as cleanupReceipts from './cleanup-receipts';
import * as contexts from './contexts';
import * as engineHistory from './engine-history';
import * as engineLogSearch from './engine-log-search';
import * as engineLogs from './engine-logs';
import * as engineRecording from './engine-recording';
import * as health from './health';
import * as linkisBml from './linkis-bml';
import * as linkisBmlProjects from './linkis-bml-projects';
import * as linkisContexts from './linkis-contexts';
import * as linkisEngineHistory from './linkis-engine-history';
import * as linkisEngineLogs from './linkis-engine-logs';
import * as linkisEnginePlugin from './linkis-engine-plugin';
import * as linkisUser from './linkis-user';
import * as materialStorage from './material-storage';
import * as materialUploads from './material-uploads';
import * as materialVersions from './material-versions';
import * as materials from './materials';
import * as metrics from './metrics';
import * as openapi from './openapi';
import type { Operation } from './operation';

function isOperation(value: unknown): value is Operation {
  return typeof value === 'object' && value !== null && 'dialect' in value && 'path' in value;
}

/** Every operation of both APIs: the source of the API document and of the tests that walk all routes. */
export const OPERATIONS: readonly Operation[] = [
  accounts,
  audit,
  contexts,
  cleanup,
  cleanupLog,
  cleanupPolicies,
  cleanupReceipts,
  engineHistory,
  engineLogSearch,
  engineLogs,
  engineRecording,
  health,
  linkisBml,
  linkisBmlProjects,
  linkisContexts,
  linkisEngineHistory,
  linkisEngineLogs,
  linkisEnginePlugin,
  linkisUser,
  materialStorage,
  materialUploads,
  materialVersions,
  materials,
  metrics,
  openapi,
]
  .flatMap((contract) => Object.values(contract) as unknown[])
  .filter(isOperation);
