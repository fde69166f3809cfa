import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../build/project-root.js';
import { errorsDocument, ORDER_OF_CHECKS } from './errors-document.js';
import { PROBLEMS } from './problems.js';

const FILE = join(projectRoot(), 'docs', 'errors.md');

it('docs/errors.md tells the problems of the catalogue (UPDATE_DOCS=1 writes it anew)', () => {
  if (process.env['UPDATE_DOCS'] === '1') writeFileSync(FILE, errorsDocument());
  expect(readFileSync(FILE, 'utf8')).toBe(errorsDocument());
});

it('every problem stands in the document once', () => {
  const rows = [...errorsDocument().matchAll(/^\| `([a-z-]+)` +\| (\d{3}) /gm)];
  const told = rows.map(([, code, status]) => [code, Number(status)]);
  expect(told).toHaveLength(Object.keys(PROBLEMS).length);
  expect(Object.fromEntries(told)).toEqual(
    Object.fromEntries(Object.entries(PROBLEMS).map(([code, { status }]) => [code, status])),
  );
});

it('the catalogue lists the checks of every request first, in their order', () => {
  const checks = ORDER_OF_CHECKS.map(([code]) => code);
  expect(Object.keys(PROBLEMS).slice(0, checks.length)).toEqual(checks);
});

it('problems have a status that HTTP has and a title of their own', () => {
  const problems = Object.values(PROBLEMS);
  expect(problems.map(({ status }) => status).filter((status) => status < 400 || status > 599)).toEqual([]);
  expect(new Set(problems.map(({ title }) => title)).size).toBe(problems.length);
});
