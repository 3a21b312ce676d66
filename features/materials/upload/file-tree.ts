import type { ArchiveFile } from '@/contracts/material-uploads';

/** A folder of an archive: what lies in it, and how much in all. */
export interface Folder {
  name: string;
  path: string;
  folders: Folder[];
  files: { name: string; path: string; sizeBytes: number }[];
  fileCount: number;
  sizeBytes: number;
}

const emptyFolder = (name: string, path: string): Folder => ({
  name,
  path,
  folders: [],
  files: [],
  fileCount: 0,
  sizeBytes: 0,
});

/** Folders and files from paths; the root has no name. Order is that of the paths. */
export function folderTree(files: readonly Pick<ArchiveFile, 'path' | 'sizeBytes'>[]): Folder {
  const root = emptyFolder('', '');
  const known = new Map([['', root]]);
  const folderAt = (path: string): Folder => {
    const found = known.get(path);
    if (found) return found;
    const cut = path.lastIndexOf('/');
    const folder = emptyFolder(path.slice(cut + 1), path);
    known.set(path, folder);
    folderAt(path.slice(0, Math.max(0, cut))).folders.push(folder);
    return folder;
  };
  for (const { path, sizeBytes } of files) {
    const cut = path.lastIndexOf('/');
    let folderPath = path.slice(0, Math.max(0, cut));
    folderAt(folderPath).files.push({ name: path.slice(cut + 1), path, sizeBytes });
    for (;;) {
      const folder = folderAt(folderPath);
      folder.fileCount += 1;
      folder.sizeBytes += sizeBytes;
      if (folderPath === '') break;
      folderPath = folderPath.slice(0, Math.max(0, folderPath.lastIndexOf('/')));
    }
  }
  return root;
}
