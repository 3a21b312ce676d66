import { answerNotFound } from '@/server/platform/http/plain';

const handle = answerNotFound('linkis');

export { handle as DELETE, handle as GET, handle as PATCH, handle as POST, handle as PUT };
