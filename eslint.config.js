import js from '@eslint/js';
import globals from 'globals';
import tseslint from 'typescript-eslint';

/** Nondeterminism has one place each: the platform's clock and ids. Everything else gets it as an argument. */
const CLOCKS_AND_DICE = [
  {
    selector: "CallExpression[callee.object.name='Math'][callee.property.name='random']",
    message: 'Take a Random as an argument.',
  },
  {
    selector: "CallExpression[callee.object.name='Date'][callee.property.name='now']",
    message: 'Take the time as an argument, or inject the clock.',
  },
  {
    selector: "NewExpression[callee.name='Date'][arguments.length=0]",
    message: 'Take the time as an argument, or inject the clock.',
  },
];

export default tseslint.config(
  {
    ignores: ['dist', 'node_modules', '.cache', '.salvor', 'coverage', 'libs/platform/src/prisma/generated'],
  },
  js.configs.recommended,
  {
    files: ['**/*.ts', '**/*.tsx'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      // Types are aliases or interfaces as reads better; a module class of Nest has no members.
      '@typescript-eslint/consistent-type-definitions': 'off',
      '@typescript-eslint/no-extraneous-class': 'off',
      // Nest reads constructor types at run time: an import that looks type-only is not.
      '@typescript-eslint/consistent-type-imports': 'off',
      '@typescript-eslint/dot-notation': ['error', { allowIndexSignaturePropertyAccess: true }],
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      'max-lines': ['error', { max: 400, skipBlankLines: false, skipComments: false }],
      'max-lines-per-function': ['error', { max: 70 }],
      'no-restricted-syntax': [
        'error',
        ...CLOCKS_AND_DICE,
        { selector: 'ExportDefaultDeclaration', message: 'Export by name.' },
      ],
      // Nest declares its options as classes and takes plain objects for them.
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      eqeqeq: 'error',
    },
  },
  {
    // The edge of the house, where time and chance come in.
    files: [
      'libs/platform/src/time/**',
      'libs/platform/src/embedded/**',
      'apps/**/*.ts',
      'apps/**/*.tsx',
      'test/**',
      '**/*.spec.ts',
    ],
    rules: {
      'no-restricted-syntax': ['error', { selector: 'ExportDefaultDeclaration', message: 'Export by name.' }],
    },
  },
  {
    files: ['**/*.spec.ts', 'test/**/*.ts'],
    rules: {
      // A describe block is a list of scenarios, not a function.
      'max-lines-per-function': 'off',
    },
  },
  {
    // Jest takes these by their default export.
    files: ['test/support/global-*.mjs', 'jest.config.js', 'eslint.config.js'],
    rules: { 'no-restricted-syntax': 'off' },
  },
  {
    files: ['**/*.mjs', '**/*.js', '**/*.cjs'],
    languageOptions: {
      globals: globals.node,
    },
  },
);
