import { type DropzoneOptions, useDropzone } from 'react-dropzone';

const ZIP = { 'application/zip': ['.zip'], 'application/x-zip-compressed': ['.zip'] };

/** Takes dropped or picked zip archives; `others` are the names of files that are none. */
export function useZipDrop(onFiles: (files: File[], others: string[]) => void, options: DropzoneOptions = {}) {
  return useDropzone({
    accept: ZIP,
    // An input works in every browser, and in tests.
    useFsAccessApi: false,
    onDrop: (files, rejections) => {
      if (files.length + rejections.length === 0) return;
      onFiles(
        files,
        rejections.map(({ file }) => file.name),
      );
    },
    ...options,
  });
}
