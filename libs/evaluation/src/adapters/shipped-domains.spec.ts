import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { VersionAdapter } from '#core/catalog';
import { assert, assertDefined, type Result, sha256Hex } from '#libs/kernel';
import { type Domain, readDomainFolder, readTrainingRows } from './domain-folder.js';
import { type RunScores, scoreRun, scoreSlice } from '../core/score-slice.js';
import { projectRoot } from '#libs/platform';
import { shippedDomainsFolder } from './shipped-domains.js';
import { askAll } from './whole-run.js';

function valueOf<T>(result: Result<T, unknown>): T {
  assert(result.ok, `expected a value: ${JSON.stringify(result)}`);
  return result.value;
}

const folderOf = (task: string): string => join(shippedDomainsFolder(), task);

const TASKS = [
  'bird-strikes',
  'bot-user-agents',
  'footwear-images',
  'innuendo-moderation',
  'language-id-ui',
  'sentiment-sites',
  'spam-mail',
  'voice-activity',
];

it('are the ones tested here', async () => {
  const entries = await readdir(shippedDomainsFolder(), { withFileTypes: true });
  expect(entries.flatMap((entry) => (entry.isDirectory() ? [entry.name] : [])).sort()).toEqual(TASKS);
});

it('sentiment-sites is what its recipe writes from the installed package, byte for byte', async () => {
  const recipe = join(projectRoot(), 'tools', 'domains', 'sentiment-sites.mjs');
  await expect(promisify(execFile)(process.execPath, [recipe, '--check'])).resolves.toMatchObject({
    stderr: '',
  });
});

describe.each(TASKS)('the domain %s', (task) => {
  let domain: Domain;

  beforeAll(async () => {
    domain = valueOf(await readDomainFolder(folderOf(task)));
  });

  it('keeps training rows and test rows apart', async () => {
    const training = valueOf(await readTrainingRows(folderOf(task), domain.definition));
    const asked = new Set(domain.rows.map(({ input }) => input));
    // Reports of different days can agree in all fields but the day: those rows are not the same.
    const repeated = training.filter(({ input }) => asked.has(input)).length;
    expect(repeated / Math.max(1, training.length)).toBeLessThan(task === 'bird-strikes' ? 0.2 : 0.001);
  });

  it('pins its models and baselines', () => {
    const { models, baselines } = domain.definition;
    expect(baselines.length).toBeGreaterThanOrEqual(2);
    if (task !== 'bot-user-agents') expect(models.length).toBeGreaterThanOrEqual(3);
  });

  it('says where its data come from, under which licence', async () => {
    const { sources } = JSON.parse(await readFile(join(folderOf(task), 'sources.json'), 'utf8')) as {
      sources: readonly {
        licence: string;
        filesSha256: string;
        licenceText: string;
        licenceTextSha256: string;
      }[];
    };
    expect(sources.length).toBeGreaterThan(0);
    for (const { licence, filesSha256, licenceText, licenceTextSha256 } of sources) {
      expect(licence).not.toBe('');
      expect(filesSha256).toMatch(/^[0-9a-f]{64}$/);
      expect(sha256Hex(await readFile(join(folderOf(task), licenceText)))).toBe(licenceTextSha256);
    }
  });
});

describe('the figures of', () => {
  const domains = new Map<string, Promise<Domain>>();

  async function domainOf(task: string): Promise<Domain> {
    const reading = domains.get(task) ?? readDomainFolder(folderOf(task)).then(valueOf);
    domains.set(task, reading);
    return reading;
  }

  const adapterOf = ({ definition }: Domain, name: string): VersionAdapter =>
    assertDefined(
      [...definition.models, ...definition.baselines].find((candidate) => candidate.name === name),
      `no model ${name}`,
    ).adapter;

  async function run(task: string, model: string): Promise<RunScores> {
    const domain = await domainOf(task);
    const answers = await askAll(adapterOf(domain, model), folderOf(task), domain.rows);
    return valueOf(scoreRun(domain.definition, domain.rows, answers));
  }

  const bySlice = (scores: RunScores): Record<string, string> =>
    Object.fromEntries(scores.slices.map(({ slice, value }) => [slice, value.toFixed(3)]));

  it.each([
    ['sentiment', { amazon: '0.814', imdb: '0.775', yelp: '0.799' }],
    ['vader-sentiment', { amazon: '0.835', imdb: '0.787', yelp: '0.810' }],
    ['wink-sentiment', { amazon: '0.855', imdb: '0.779', yelp: '0.821' }],
    // Strong at home, weak away.
    ['naive-bayes-amazon', { amazon: '0.843', imdb: '0.656', yelp: '0.718' }],
  ])('%s on sentences of three sites', async (model, accuracy) => {
    expect(bySlice(await run('sentiment-sites', model))).toEqual(accuracy);
  });

  it.each([
    ['2toad-profanity', { stories: '0.483', tweets: '0.515' }],
    ['obscenity', { stories: '0.465', tweets: '0.502' }],
    ['leo-profanity', { stories: '0.479', tweets: '0.500' }],
    ['bad-words', { stories: '0.490', tweets: '0.515' }],
    ['naive-bayes', { stories: '0.965', tweets: '0.742' }],
  ])('%s on innuendo', async (model, balancedAccuracy) => {
    expect(bySlice(await run('innuendo-moderation', model))).toEqual(balancedAccuracy);
  });

  it.each([
    ['eld', { uploader: '0.839', forms: '0.885', countries: '0.538' }],
    ['franc', { uploader: '0.555', forms: '0.622', countries: '0.186' }],
    ['tinyld', { uploader: '0.700', forms: '0.715', countries: '0.429' }],
    ['languagedetect', { uploader: '0.507', forms: '0.567', countries: '0.168' }],
  ])('%s on languages of interfaces', async (model, accuracy) => {
    expect(bySlice(await run('language-id-ui', model))).toEqual(accuracy);
  });

  it.each([
    ['logistic-regression-1992', ['0.798', '0.816', '0.782', '0.761', '0.751', '0.742']],
    ['naive-bayes-1992', ['0.782', '0.821', '0.784', '0.767', '0.732', '0.739']],
    ['logistic-regression-words-1992', ['0.780', '0.833', '0.789', '0.778', '0.758', '0.747']],
    ['large-birds', ['0.617', '0.618', '0.649', '0.638', '0.625', '0.604']],
    ['always-damage', ['0.500', '0.500', '0.500', '0.500', '0.500', '0.500']],
  ])('%s on strikes of birds, two years a slice', async (model, areas) => {
    const { slices } = await run('bird-strikes', model);
    expect(slices.map(({ value }) => value.toFixed(3))).toEqual(areas);
  });

  it.each([
    ['softmax', { footwear: '0.907', tops: '0.715', others: '0.888' }],
    // Weak on the whole, strong where it was made for, and a third in size.
    ['softmax-footwear', { footwear: '0.929', tops: '0.000', others: '0.000' }],
    ['one-hidden-layer', { footwear: '0.932', tops: '0.748', others: '0.912' }],
    ['nearest-mean', { footwear: '0.820', tops: '0.475', others: '0.777' }],
  ])('%s on pictures of a shop', async (model, accuracy) => {
    expect(bySlice(await run('footwear-images', model))).toEqual(accuracy);
  });

  it.each([
    ['spectrum', { noise: '0.958', tones: '0.975', music: '0.842', 'music-noisy': '0.742' }],
    ['modulation', { noise: '0.975', tones: '1.000', music: '0.975', 'music-noisy': '0.967' }],
    ['spectrum-and-modulation', { noise: '0.992', tones: '1.000', music: '0.975', 'music-noisy': '0.975' }],
    ['zero-crossings', { noise: '0.717', tones: '0.867', music: '0.500', 'music-noisy': '0.442' }],
  ])('%s on speech beside other sounds', async (model, balancedAccuracy) => {
    expect(bySlice(await run('voice-activity', model))).toEqual(balancedAccuracy);
  });

  it('spam-detection on spam of July 2002: hardly better than guessing', async () => {
    const domain = await domainOf('spam-mail');
    const rows = domain.rows.filter(({ slice }) => slice === 'to-2002-07');
    const answers = await askAll(adapterOf(domain, 'spam-detection'), folderOf('spam-mail'), rows);
    const slice = assertDefined(domain.definition.slices[0], 'there is a first slice');
    const score = valueOf(scoreSlice(domain.definition, slice, rows, answers));
    expect(score).toMatchObject({ n: 421, metric: 'balanced_accuracy' });
    expect(score.value.toFixed(3)).toBe('0.542');
    expect(score.lower).toBeLessThan(0.51);
  });
});
