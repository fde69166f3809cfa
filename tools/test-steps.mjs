/** The checks that `npm test` makes before Jest. Each is a Node script of an installed package. */
import { existsSync } from 'node:fs';
import { inProject, scriptOf } from './project.mjs';

/** Steps in the order in which they run; `when` names a file without which a step has nothing to do. */
const STEPS = [
  { name: 'eslint', script: ['eslint'], args: ['.'] },
  { name: 'prettier', script: ['prettier'], args: ['--check', '--log-level', 'warn', '.'] },
  { name: 'types', script: ['typescript', 'tsc'], args: ['--noEmit'] },
  {
    name: 'types of the web app',
    script: ['typescript', 'tsc'],
    args: ['--noEmit', '-p', 'apps/web'],
    when: 'apps/web/tsconfig.json',
  },
  {
    name: 'dependency directions',
    script: ['dependency-cruiser', 'depcruise'],
    args: ['--config', '.dependency-cruiser.cjs', 'apps', 'libs'],
    when: '.dependency-cruiser.cjs',
  },
  { name: 'unused code', script: ['knip'], args: [], when: 'knip.json' },
];

export const staticSteps = () =>
  STEPS.filter(({ when }) => when === undefined || existsSync(inProject(when))).map(
    ({ name, script, args }) => ({ name, script: scriptOf(...script), args }),
  );
