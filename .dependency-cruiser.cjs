/** The directions of docs/ARCHITECTURE.md, as rules that fail the test run. */

/** Lowest first: a library may use those before it, never those after. */
const LIBRARIES = [
  'kernel',
  'platform',
  'access',
  'records',
  'ledger',
  'catalog',
  'rights',
  'usage',
  'evaluation',
  'attribution',
  'valuation',
  'auction',
  'settlement',
  'feed',
];

const upward = LIBRARIES.slice(0, -1).map((name, index) => ({
  name: `${name}-looks-down-only`,
  comment: 'Among libraries dependencies go downwards only.',
  severity: 'error',
  from: { path: `^libs/${name}/` },
  to: { path: `^libs/(${LIBRARIES.slice(index + 1).join('|')}|sdk)/` },
}));

module.exports = {
  forbidden: [
    ...upward,
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true, dependencyTypesNot: ['type-only'] },
    },
    { name: 'libraries-know-no-app', severity: 'error', from: { path: '^libs/' }, to: { path: '^apps/' } },
    {
      name: 'public-face-only',
      comment: 'Another library is used through its index, its core index or its contract.',
      severity: 'error',
      from: { path: '^(libs|apps)/([^/]+)/' },
      to: {
        path: '^libs/([^/]+)/src/',
        pathNot: [
          '^libs/$2/',
          '^libs/[^/]+/src/(core/)?index\\.ts$',
          '^libs/[^/]+/src/[^/]+\\.contract\\.ts$',
        ],
      },
    },
    {
      name: 'core-is-pure',
      comment: 'Core: values in, values out. Lower cores, the kernel and pure packages only.',
      severity: 'error',
      from: { path: '^libs/[^/]+/src/core/', pathNot: '\\.spec\\.ts$' },
      to: {
        pathNot: [
          '^libs/kernel/src/',
          '^libs/[^/]+/src/core/',
          '(^|node_modules/)(simple-statistics|lib-r-math\\.js|decimal\\.js|@noble/[a-z]+|zod|fast-check)(/|$)',
        ],
      },
    },
    {
      name: 'kernel-rests-on-nothing',
      severity: 'error',
      from: { path: '^libs/kernel/', pathNot: '\\.spec\\.ts$' },
      to: { pathNot: ['^libs/kernel/', '(^|node_modules/)@noble/hashes(/|$)'] },
    },
    {
      name: 'contracts-are-light',
      comment: 'Contracts are read by the browser too.',
      severity: 'error',
      from: { path: '\\.contract\\.ts$' },
      to: {
        pathNot: [
          '\\.contract\\.ts$',
          '^libs/kernel/src/',
          '^libs/[^/]+/src/core/',
          '(^|node_modules/)zod(/|$)',
        ],
      },
    },
    {
      name: 'sdk-and-web-know-contracts-and-cores',
      severity: 'error',
      from: { path: '^(libs/sdk|apps/web)/' },
      to: { path: '^libs/', pathNot: ['^libs/(sdk|kernel)/', '^libs/[^/]+/src/core/', '\\.contract\\.ts$'] },
    },
    {
      name: 'only-stores-talk-to-the-database',
      severity: 'error',
      from: { path: '^libs/', pathNot: ['^libs/platform/', '\\.store\\.ts$', '\\.spec\\.ts$'] },
      to: { path: '^(@prisma|node_modules/@prisma|node_modules/pg/)' },
    },
    {
      name: 'no-undeclared-packages',
      severity: 'error',
      from: { path: '^(libs|apps)/' },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: 'src/prisma/generated' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      conditionNames: ['development', 'import', 'require', 'node', 'default'],
      exportsFields: ['exports'],
    },
  },
};
