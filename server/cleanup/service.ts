/** The public face of the cleanup module. */
export { readRunLog } from './log/log';
export {
  createPolicy,
  listPolicies,
  listPolicyRuns,
  readCleanupFigures,
  removePolicy,
  runPolicyNow,
  updatePolicy,
} from './policies/policies';
export { addProtection, listProtections, removeProtection } from './protections/protections';
export { listSkipped, readReceipt, receiptAsCsv } from './receipts/receipts';
export {
  cancelRun,
  discardPreview,
  listRuns,
  pauseRun,
  previewCleanup,
  readRun,
  resumeRun,
  startRun,
  undoRun,
} from './runs/runs';
