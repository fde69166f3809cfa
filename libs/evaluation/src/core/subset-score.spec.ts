import { join } from 'node:path';
import { assert } from '#libs/kernel';
import { readDomainFolder, readTrainingRows } from '../adapters/domain-folder.js';
import { shippedDomainsFolder } from '../adapters/shipped-domains.js';
import { subsetScorer } from './subset-score.js';

/** Sentences of one site to learn from, and held-out ones of three to score on. */
async function sentiment() {
  const folder = join(shippedDomainsFolder(), 'sentiment-sites');
  const domain = await readDomainFolder(folder);
  assert(domain.ok, 'the domain ships with the service');
  const { definition, rows } = domain.value;
  const training = await readTrainingRows(folder, definition);
  const trainer = definition.models.find((model) => model.trainer !== undefined)?.trainer;
  assert(training.ok && trainer !== undefined, 'the domain has a model that can be trained');
  const scorer = subsetScorer(definition, trainer, training.value, rows, 6);
  assert(scorer.ok, 'the domain has two labels');
  return { score: scorer.value, training: training.value, rows: rows.length };
}

const positions = (count: number, from = 0): Int32Array =>
  Int32Array.from({ length: count }, (_, index) => from + index);

test('a model of all rows beats the chance level, of which one of no rows or one label is', async () => {
  const { score, training } = await sentiment();
  const ofOneLabel = Int32Array.from(
    [...training.keys()].filter((at) => training[at]?.target === 'positive'),
  );
  expect(score(positions(0))).toBe(0.5);
  expect(score(ofOneLabel)).toBe(0.5);
  expect(score(positions(training.length))).toBeGreaterThan(0.6);
});

test('a subset is worth the same however often it is asked for, and what else was', async () => {
  const { score } = await sentiment();
  const first = score(positions(100));
  expect(score(positions(300, 50))).not.toBe(first);
  expect(score(positions(100))).toBe(first);
  expect(first).toBe(Math.round(first * 1e6) / 1e6);
});
