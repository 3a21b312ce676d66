import { uploadServer } from '../uploads-api';
import { digestInThread } from './file-digest';
import { isSending } from './upload';
import { Uploads } from './uploads';

/** The uploads of this browser tab; they go on while other pages of the console are shown. */
export const uploads = new Uploads(uploadServer, { digest: digestInThread });

function warn(event: BeforeUnloadEvent): void {
  event.preventDefault();
}

// Only while it matters: a listener for leaving keeps browsers from holding the page ready for going back.
uploads.watch(() => {
  if (uploads.current().some(isSending)) window.addEventListener('beforeunload', warn);
  else window.removeEventListener('beforeunload', warn);
});
