import { useMutation, useQueryClient } from '@tanstack/react-query';
import type {
  cancelMaterialUpload,
  createMaterialUpload,
  getMaterialUpload,
  inspectMaterialUpload,
  listMaterialUploads,
  publishMaterialUpload,
  putMaterialUploadContent,
} from '@/contracts/material-uploads';
import { ApiProblem, apiUrl, callApi, endpoint } from '@/lib/api-client';
import { materialKeys } from './query-keys';
import type { UploadServer } from './upload/upload-server';

const create = endpoint<typeof createMaterialUpload>('post', '/api/v1/material-uploads');
const list = endpoint<typeof listMaterialUploads>('get', '/api/v1/material-uploads');
const read = endpoint<typeof getMaterialUpload>('get', '/api/v1/material-uploads/{uploadId}');
const content = endpoint<typeof putMaterialUploadContent>('put', '/api/v1/material-uploads/{uploadId}/content');
const inspect = endpoint<typeof inspectMaterialUpload>('post', '/api/v1/material-uploads/{uploadId}/inspection');
const publish = endpoint<typeof publishMaterialUpload>('post', '/api/v1/material-uploads/{uploadId}/publication');
const cancel = endpoint<typeof cancelMaterialUpload>('delete', '/api/v1/material-uploads/{uploadId}');

/** The server that uploads go to, as the browser reaches it. */
export const uploadServer: UploadServer = {
  announce: (body) => callApi(create, { body }),
  list: async () => (await callApi(list)).items,
  read: (uploadId, signal) => callApi(read, { params: { uploadId }, signal }),
  send: (uploadId, offset, bytes, options) =>
    putBytes(apiUrl(content, { params: { uploadId }, query: { offset } }), bytes, options),
  inspect: (uploadId, sha256) => callApi(inspect, { params: { uploadId }, query: { sha256: sha256 ?? undefined } }),
  cancel: (uploadId) => callApi(cancel, { params: { uploadId } }),
};

/** Sends a slice with XMLHttpRequest: fetch does not say how much of a body has gone out. */
function putBytes(url: string, bytes: Blob, { signal, onSent }: Parameters<UploadServer['send']>[3]): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const abort = () => request.abort();
    const end = (act: () => void) => {
      signal.removeEventListener('abort', abort);
      act();
    };
    request.open('PUT', url);
    request.setRequestHeader('accept', 'application/json');
    request.setRequestHeader('content-type', 'application/octet-stream');
    request.upload.onprogress = (event) => onSent(event.loaded);
    request.onload = () =>
      end(() => (request.status >= 200 && request.status < 300 ? resolve() : reject(problemIn(request))));
    request.onerror = () => end(() => reject(new ApiProblem({ status: 0, code: 'unreachable' })));
    request.onabort = () => end(() => reject(signal.reason));
    signal.addEventListener('abort', abort);
    request.send(bytes);
  });
}

function problemIn(request: XMLHttpRequest): ApiProblem {
  const { status } = request;
  try {
    return new ApiProblem({ ...JSON.parse(request.responseText), status });
  } catch {
    // A proxy in between answers in its own words; those are not ours to show.
    return new ApiProblem({ status, code: 'internal' });
  }
}

/** Publishes an upload; everything known about materials is asked anew. */
export function usePublishUpload(uploadId: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: { note?: string; force: boolean }) => callApi(publish, { params: { uploadId }, body }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: materialKeys.all }),
  });
}
