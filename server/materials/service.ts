/** The public face of the materials module. */
export { compareText, compareVersions, listMaterialFiles } from './comparison';
export { openPlugin, openVersionContent } from './download';
export { findMaterialList } from './list/list';
export { previewRollback, rollBackMaterials } from './rollback';
export { collectStorage, readStorage } from './storage';
export { deleteEngine, listTrash, purgeEngine, restoreEngine } from './trash';
export {
  cancelUpload,
  createUpload,
  inspectUpload,
  listUploads,
  publishUpload,
  readUpload,
  receiveUpload,
} from './uploads/service';
export {
  deleteMaterialVersion,
  protectMaterialVersion,
  purgeMaterialVersion,
  readMaterialDetail,
  restoreMaterialVersion,
} from './versions';
