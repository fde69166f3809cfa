import { join } from 'node:path';
import type { VersionAdapter } from '#core/catalog';
import { assert, assertDefined, type Random, type Result, seededRandom } from '#libs/kernel';
import type { DomainDefinition } from '../core/domain-definition.js';
import type { DomainRow } from '../core/domain-row.js';
import {
  compareSlices,
  type Control,
  fixedControl,
  type RowAnswer,
} from '../core/evidence/compare-slices.js';
import { judgeSlices } from '../core/evidence/decay-verdict.js';
import { FEATURES } from '../core/linear-features.js';
import { linearClassifier } from '../core/linear-answer.js';
import { refitModels } from '../core/refit-control.js';
import { clopperPearsonInterval } from '../core/statistics/index.js';
import { type Domain, readDomainFolder, readTrainingRows } from './domain-folder.js';
import { shippedDomainsFolder } from './shipped-domains.js';
import { askAll } from './whole-run.js';

/** More take longer and say more: the variable is for who wants to know better than the suite has time for. */
const SHUFFLES = Number(process.env['SALVOR_TIME_SHUFFLES'] ?? 100);

/** Globals are slow to reach from within a test, which has its own. */
const { abs, floor, log, min } = Math;

function valueOf<T>(result: Result<T, unknown>): T {
  assert(result.ok, `expected a value: ${JSON.stringify(result)}`);
  return result.value;
}

/** Moves whole clusters to other times. Each stretch of time keeps the number of its rows. */
function shuffled(rows: readonly DomainRow[], random: Random): readonly DomainRow[] {
  const clusters = new Map<string, DomainRow[]>();
  for (const row of rows) {
    const name = row.cluster ?? row.id;
    const members = clusters.get(name) ?? [];
    members.push(row);
    clusters.set(name, members);
  }
  const order = [...clusters.values()];
  for (let last = order.length - 1; last > 0; last -= 1) {
    const chosen = random.below(last + 1);
    const held = assertDefined(order[last], 'a cluster');
    order[last] = assertDefined(order[chosen], 'a cluster');
    order[chosen] = held;
  }
  return order.flat();
}

/** Gives rows the places in time of others. */
const atTimesOf = (rows: readonly DomainRow[], others: readonly DomainRow[]): readonly DomainRow[] =>
  rows.map((row, index) => {
    const { slice, time } = assertDefined(others[index], 'as many rows');
    return { ...row, slice, time };
  });

/** How many of so many shuffles raise an alarm. */
function alarms(raises: (random: Random) => boolean): number {
  let raised = 0;
  for (let seed = 1; seed <= SHUFFLES; seed += 1)
    if (raises(seededRandom(`time shuffle ${String(seed)}`))) raised += 1;
  return raised;
}

const isAlarming = (
  definition: DomainDefinition,
  rows: readonly DomainRow[],
  frozen: RowAnswer,
  control: Control,
): boolean =>
  judgeSlices(
    compareSlices(definition, rows, frozen, control).flatMap(({ comparison }) =>
      comparison.ok ? [comparison.value] : [],
    ),
  ).some(({ verdict }) => verdict === 'stale' || verdict === 'both' || verdict === 'harder');

/** Of an input only so many words count, those that say most. */
const TELLING_MAX = 60;

/** The naive Bayes of the domain spam-mail on words that are counted once: the trainer takes any features. */
class CountedWords {
  readonly #words = new Map<string, Int32Array>();
  readonly #spam = new Map<string, boolean>();
  readonly #vocabulary = new Map<string, number>();

  constructor(rows: readonly DomainRow[]) {
    const features = new Map(rows.map(({ id, input }) => [id, [...FEATURES.words(input).keys()]]));
    const rowCounts = new Map<string, number>();
    for (const words of features.values())
      for (const word of words) rowCounts.set(word, (rowCounts.get(word) ?? 0) + 1);
    for (const { id, target } of rows) {
      // The trainer leaves out what fewer than two training rows have.
      const words = (features.get(id) ?? []).filter((word) => (rowCounts.get(word) ?? 0) > 1);
      this.#words.set(id, new Int32Array(words.map((word) => this.#numberOf(word))));
      this.#spam.set(id, target === 'spam');
    }
  }

  trained(rows: readonly DomainRow[]): RowAnswer {
    const [inSpam, inHam] = [this.#counters(), this.#counters()];
    let spam = 0;
    for (const { id } of rows) {
      const isSpam = this.#spam.get(id) === true;
      spam += Number(isSpam);
      const counts = isSpam ? inSpam : inHam;
      for (const word of this.#wordsOf(id)) {
        counts[word] = (counts[word] ?? 0) + 1;
      }
    }
    const weights = new Float64Array(this.#vocabulary.size);
    for (let word = 0; word < weights.length; word += 1) {
      const [spams, hams] = [inSpam[word] ?? 0, inHam[word] ?? 0];
      const odds = (spams + 0.5) / (spam + 1) / ((hams + 0.5) / (rows.length - spam + 1));
      weights[word] = spams + hams < 2 ? 0 : log(odds);
    }
    const known = new Map<string, { readonly label: string }>();
    return ({ id }) => {
      const answer = known.get(id) ?? { label: logOdds(this.#wordsOf(id), weights) > 0 ? 'spam' : 'ham' };
      known.set(id, answer);
      return answer;
    };
  }

  #numberOf(word: string): number {
    const number = this.#vocabulary.get(word) ?? this.#vocabulary.size;
    this.#vocabulary.set(word, number);
    return number;
  }

  readonly #counters = (): Int32Array => new Int32Array(this.#vocabulary.size);
  readonly #wordsOf = (id: string): Int32Array => assertDefined(this.#words.get(id), 'a counted mail');
}

const BINS = 256;

/** Sums the words that say most without ordering all: by counts of sizes, and only the last bin that counts in order. */
function logOdds(words: Int32Array, weights: Float64Array): number {
  const counts = new Int32Array(BINS);
  for (const word of words) {
    const bin = binOf(weights[word] ?? 0);
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  let [last, room] = [BINS - 1, TELLING_MAX];
  while (last > 0 && room >= (counts[last] ?? 0)) {
    room -= counts[last] ?? 0;
    last -= 1;
  }
  let sum = 0;
  const ofLast: number[] = [];
  for (const word of words) {
    const weight = weights[word] ?? 0;
    const bin = binOf(weight);
    if (bin > last) sum += weight;
    else if (bin === last) ofLast.push(weight);
  }
  ofLast.sort((a, b) => abs(b) - abs(a));
  return ofLast.slice(0, room).reduce((total, weight) => total + weight, sum);
}

/** Weights are logarithms of odds, below 10. */
const binOf = (weight: number): number => min(BINS - 1, floor(abs(weight) * 25));

describe('on data whose times mean nothing', () => {
  it('raises an alarm about a naive Bayes for spam in at most 5 %', async () => {
    const folder = join(shippedDomainsFolder(), 'spam-mail');
    const { definition, rows } = valueOf(await readDomainFolder(folder));
    const training = valueOf(await readTrainingRows(folder, definition));
    const all = [...training, ...rows];
    const words = new CountedWords(all);
    const slices = definition.slices.map(({ key }) => key);
    const [inTime = '', ...later] = slices;

    /** The domain with its mails in this order: what was trained on then, and what came later. */
    const evidence = (order: readonly DomainRow[]) => {
      const [learned, asked] = [order.slice(0, training.length), order.slice(training.length)];
      const known = (slice: string): readonly DomainRow[] => {
        const earlier = new Set(later.slice(0, later.indexOf(slice)));
        return [...learned, ...asked.filter((row) => row.slice !== inTime && earlier.has(row.slice))];
      };
      return {
        asked,
        frozen: words.trained(learned),
        control: {
          rowsOf: () => undefined,
          knowsMore: (slice) => slice !== later[0],
          answerOf: (slice) => words.trained(known(slice)),
        } satisfies Control,
      };
    };

    // The real order first: the fast one has to be the real one.
    const real = evidence(all);
    const trainer = assertDefined(definition.models[0]?.trainer, 'the naive Bayes has a trainer');
    const refitted = valueOf(refitModels(definition, trainer, training, rows));
    const september = assertDefined(
      refitted.find(({ slice }) => slice === '2002-09-late'),
      'a model',
    );
    const [classify, fast] = [linearClassifier(september.model), real.control.answerOf('2002-09-late')];
    expect(rows.filter((row) => classify(row.input).label !== fast(row).label)).toEqual([]);
    expect(isAlarming(definition, real.asked, real.frozen, real.control)).toBe(true);

    const raised = alarms((random) => {
      const { asked, frozen, control } = evidence(atTimesOf(shuffled(all, random), all));
      return isAlarming(definition, asked, frozen, control);
    });
    // With 95 % confidence, by Clopper and Pearson: of 100 one may be raised.
    expect(clopperPearsonInterval(raised, SHUFFLES, 0.9).upper).toBeLessThanOrEqual(0.05);
  }, 3_600_000);

  describe('about es6-crawler-detect', () => {
    let domain: Domain;
    let [frozen, control]: RowAnswer[] = [];

    beforeAll(async () => {
      const folder = join(shippedDomainsFolder(), 'bot-user-agents');
      domain = valueOf(await readDomainFolder(folder));
      const answersOf = async (adapter: VersionAdapter): Promise<RowAnswer> => {
        const answers = await askAll(adapter, folder, domain.rows);
        return ({ id }) => assertDefined(answers.get(id), 'every row was answered');
      };
      const detector = domain.definition.models.find(({ name }) => name === 'es6-crawler-detect');
      const kept = assertDefined(domain.definition.control, 'a control');
      assert('adapter' in kept, 'the control is a model');
      frozen = await answersOf(assertDefined(detector, 'the detector').adapter);
      control = await answersOf(kept.adapter);
    });

    it('raises an alarm in at most 5 %', () => {
      const bots = domain.rows.filter(({ target }) => target === 'bot');
      const browsers = domain.rows.filter(({ target }) => target !== 'bot');
      const [asked, kept] = [
        assertDefined(frozen, 'answers'),
        fixedControl(assertDefined(control, 'answers')),
      ];
      expect(isAlarming(domain.definition, domain.rows, asked, kept)).toBe(true);
      const raised = alarms((random) =>
        isAlarming(domain.definition, [...atTimesOf(shuffled(bots, random), bots), ...browsers], asked, kept),
      );
      expect(raised / SHUFFLES).toBeLessThanOrEqual(0.05);
    }, 3_600_000);
  });
});
