import { PHASE_PRODUCTION_SERVER } from 'next/constants.js';

/** @type {import('next').NextConfig} */
const nextConfig = {
  poweredByHeader: false,
  // Done by the server that Next runs in, for what does not go through Next as well.
  compress: false,
  reactStrictMode: true,
  serverExternalPackages: [
    'libsql',
    '@libsql/client',
    '@prisma/adapter-libsql',
    '@prisma/adapter-mariadb',
    '@prisma/adapter-pg',
    'mariadb',
    'pg',
    '@node-rs/argon2',
    'pino',
    '@aws-sdk/client-s3',
    '@aws-sdk/lib-storage',
  ],
  // Types are checked by `npm run check`; a build on a user's machine need not do it again.
  typescript: { ignoreBuildErrors: true },
  experimental: {
    // Routes are loaded when they are first asked for: a console that rests should not hold all of them.
    preloadEntriesOnStart: false,
    optimizePackageImports: ['@mantine/core', '@mantine/hooks', '@tabler/icons-react'],
  },
};

/** The plugin tells the bundler where the texts are and loads a compiler for it; a server that is built needs neither. */
export default async function config(phase) {
  if (phase === PHASE_PRODUCTION_SERVER) return nextConfig;
  const { default: createNextIntlPlugin } = await import('next-intl/plugin');
  return createNextIntlPlugin('./lib/i18n/request.ts')(nextConfig);
}
