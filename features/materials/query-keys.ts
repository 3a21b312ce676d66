/** Keys under which answers about materials are kept. */
export const materialKeys = {
  all: ['materials'] as const,
  list: (query: object) => ['materials', 'list', query] as const,
  detail: (engineType: string, engineVersion: string) => ['materials', 'detail', engineType, engineVersion] as const,
  rollback: (engineType: string, engineVersion: string, target: object) =>
    ['materials', 'rollback', engineType, engineVersion, target] as const,
  files: (version: object) => ['materials', 'files', version] as const,
  comparison: (pair: object) => ['materials', 'comparison', pair] as const,
  text: (pair: object) => ['materials', 'text', pair] as const,
  trash: ['materials', 'trash'] as const,
  storage: ['materials', 'storage'] as const,
  uploads: ['materials', 'uploads'] as const,
  upload: (uploadId: string) => ['materials', 'upload', uploadId] as const,
};
