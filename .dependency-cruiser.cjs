// Who may import whom. The layout is described in docs/architecture.md.
const PLATFORM = '^server/platform/';
const TESTS = '\\.test\\.ts$';

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: { pathNot: '/generated/' }, to: { circular: true } },
    { name: 'app-is-a-leaf', severity: 'error', from: { pathNot: '^app/' }, to: { path: '^app/' } },
    {
      name: 'browser-never-reaches-server',
      severity: 'error',
      from: { path: '^(features|components|contracts|lib)/', pathNot: TESTS },
      to: { path: '^(server|worker)/|^(node:)?(fs|child_process)$', reachable: true },
    },
    {
      name: 'contracts-are-pure',
      severity: 'error',
      from: { path: '^contracts/', pathNot: TESTS },
      to: { pathNot: '^contracts/|node_modules/zod/' },
    },
    {
      name: 'server-knows-no-ui',
      severity: 'error',
      from: { path: '^(server|worker)/' },
      to: { path: '^(app|features|components)/|node_modules/(react|react-dom|@tanstack)/' },
    },
    {
      name: 'features-do-not-know-each-other',
      severity: 'error',
      from: { path: '^features/([^/]+)/' },
      to: { path: '^features/', pathNot: '^features/$1/' },
    },
    {
      name: 'modules-meet-at-service',
      severity: 'error',
      from: { path: '^server/([^/]+)/', pathNot: TESTS },
      to: {
        path: '^server/',
        pathNot: ['^server/$1/', PLATFORM, '^server/[^/]+/service\\.ts$', '^server/[^/]+/[^/]+/service\\.ts$'],
      },
    },
    {
      name: 'platform-knows-no-domain',
      severity: 'error',
      from: { path: PLATFORM, pathNot: TESTS },
      to: { path: '^server/', pathNot: PLATFORM },
    },
    {
      name: 'outside-enters-through-service',
      severity: 'error',
      from: { path: '^(app|worker)/' },
      to: { path: '^server/', pathNot: [PLATFORM, '/(service|background)\\.ts$'] },
    },
    {
      name: 'only-stores-touch-the-database',
      severity: 'error',
      from: { path: '^(app|server|worker|features|components)/', pathNot: ['/store\\.ts$', PLATFORM, TESTS] },
      to: {
        path: '^server/platform/db/',
        pathNot: '^server/platform/db/failure\\.ts$',
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'only-launcher-spawns',
      severity: 'error',
      from: { path: '^(app|server|worker)/', pathNot: ['^server/engine-conn/launcher/', TESTS] },
      to: { path: '^(node:)?child_process$' },
    },
    {
      name: 'only-file-adapters-touch-disk',
      severity: 'error',
      from: {
        path: '^server/',
        pathNot: [
          '^server/materials/storage/',
          '^server/engine-logs/reader/',
          '^server/engine-logs/archive/storage/',
          PLATFORM,
          TESTS,
        ],
      },
      to: { path: '^(node:)?fs(/promises)?$' },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(\\.next|node_modules/.cache)' },
  },
};
