import NextAuth from 'next-auth';
import { authOptions } from '@/server/platform/auth/next-auth';
import { answerWhenReady } from '@/server/platform/http/plain';

const handle = answerWhenReady((request: Request, next: { params: Promise<unknown> }) =>
  NextAuth(request as never, next as never, authOptions(request)),
);

export { handle as GET, handle as POST };
