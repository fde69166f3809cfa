import { err, ok, type Result, sha256Hex } from '#libs/kernel';
import { z } from 'zod';
import { type InputFault, truncation } from '../computation/index.js';
import { NEAR_DUPLICATE_RULE, namesFault, rationalText } from '../methods/index.js';
import {
  type AttributionRequest,
  clustersOf,
  payeeLinks,
  type PlayerCluster,
  sourcesFault,
} from '../sources/index.js';
import { trainingContents } from './training-contents.js';
import {
  distinctRows,
  duplicateRows,
  rowSelector,
  rowsOfSources,
  type TrainingRowView,
} from './training-rows.js';

/** Up to here every coalition of clusters is trained, 1,024 of them; above, random orders are walked. */
export const TRAINED_EXACT_MAX = 10;

/** The seconds of training and the trainings that an attribution may take. */
export const trainingBudget = z.strictObject({
  retrainingsMax: z.int().min(4).max(100_000).default(2_000),
  secondsMax: z.int().min(1).max(86_400).default(600),
});

/** What is to be trained on the sources, and how orders are walked where there are too many coalitions. */
export const trainingRequest = z.strictObject({
  domain: z.string().min(1).max(100),
  /** A model of the domain that states its trainer. */
  model: z.string().min(1).max(100),
  /** Whose rows models are scored on. Scores on hidden rows are told to two decimals. */
  split: z.enum(['public', 'hidden']).default('public'),
  slices: z.array(z.string().max(200)).min(1).max(500).optional(),
  orders: z.int().min(2).max(100_000).default(200),
  truncation: truncation.default({ tolerance: 0.005, burnIn: 10 }),
  budget: trainingBudget.default({ retrainingsMax: 2_000, secondsMax: 600 }),
});

export type TrainingRequest = z.output<typeof trainingRequest>;

/** What the service adds: the subject with its digests, as the evaluation tells it. */
export type TrainingSubjectView = {
  readonly trainer: { readonly features: string };
  readonly trainSha256: string;
};

/**
 * What will be trained, published before anything is: everything that utilities hang on stands in it, by value or by
 * digest. Positions are those of the request's players.
 */
export type TrainingDocument = {
  readonly document: 'attribution-training';
  readonly attributionId: string;
  readonly requestDigest: string;
  readonly subject: TrainingSubjectView;
  /** Rows of each source, all and distinct, and SHA-256 over the ids of the distinct ones, a line each. */
  readonly sources: readonly {
    readonly name: string;
    readonly rows: number;
    readonly distinctRows: number;
    readonly rowsDigest: string;
  }[];
  /** By what rows and sources were held for near duplicates. */
  readonly nearDuplicateRule: typeof NEAR_DUPLICATE_RULE;
  /** Near duplicates among the training rows: the id of a row and of the one that stands for it. */
  readonly duplicates: readonly (readonly [row: string, first: string])[];
  readonly clusters: readonly {
    readonly player: string;
    readonly members: readonly number[];
    readonly reasons: PlayerCluster['reasons'];
    readonly parts: readonly string[];
  }[];
  readonly untrainable: 'a coalition whose rows teach nothing is worth the chance level';
  readonly coalitions:
    | { readonly kind: 'all' }
    | {
        readonly kind: 'walk';
        readonly orders: number;
        readonly truncation: TrainingRequest['truncation'];
        readonly seed: string;
      };
  readonly budget: TrainingRequest['budget'];
};

export type TrainingIdentity = Pick<TrainingDocument, 'attributionId' | 'requestDigest' | 'subject'> & {
  readonly seed: string;
};

/**
 * Finds the sources' rows and the clusters, and fixes how coalitions will be trained.
 *
 * @param request one that {@link trainingFault} found nothing wrong with
 */
export function planTraining(
  request: AttributionRequest & { readonly training: TrainingRequest },
  { seed, ...identity }: TrainingIdentity,
  rows: readonly TrainingRowView[],
): Result<TrainingDocument, InputFault> {
  const { players, training, method } = request;
  const selectors = players.map((source) => rowSelector.parse(source.rows));
  const found = rowsOfSources(selectors, rows);
  if (!found.ok) return found;
  // Fields of a record are alike where reports are: what looks like another report is one.
  const firstOf =
    identity.subject.trainer.features === 'fields' ? new Map<number, number>() : duplicateRows(rows);
  const distinct = found.value.map((positions) => distinctRows(positions, firstOf));
  const clusters = clustersOf(players, trainingContents(distinct), payeeLinks(players));
  const isExact = clusters.length <= TRAINED_EXACT_MAX;
  if (!isExact && (method === 'banzhaf' || method === 'leave-one-out'))
    return err({
      path: '/method',
      reason: `needs all coalitions: at most ${String(TRAINED_EXACT_MAX)} sources after clustering`,
    });
  return ok({
    document: 'attribution-training',
    ...identity,
    sources: players.map(({ name }, position) => ({
      name,
      rows: found.value[position]?.length ?? 0,
      distinctRows: distinct[position]?.length ?? 0,
      rowsDigest: rowsDigest(distinct[position] ?? new Int32Array(), rows),
    })),
    nearDuplicateRule: NEAR_DUPLICATE_RULE,
    duplicates: [...firstOf].map(([row, first]) => [rows[row]?.id ?? '', rows[first]?.id ?? '']),
    clusters: clusters.map(({ parts, ...cluster }) => ({ ...cluster, parts: parts.map(rationalText) })),
    untrainable: 'a coalition whose rows teach nothing is worth the chance level',
    coalitions: isExact
      ? { kind: 'all' }
      : { kind: 'walk', orders: training.orders, truncation: training.truncation, seed },
    budget: training.budget,
  });
}

/** What is wrong with a request before any row is read. */
export function trainingFault(request: AttributionRequest): InputFault | undefined {
  const { method, players } = request;
  if (!TRAINED_METHODS.has(method))
    return { path: '/method', reason: 'does not value coalitions: no model is trained for it' };
  const foreign = FOREIGN_FIELDS.find((field) => request[field] !== undefined);
  if (foreign !== undefined) return { path: `/${foreign}`, reason: 'does not go with training' };
  const names = namesFault(players.map(({ name }) => name));
  if (names !== undefined)
    return { path: `/players/${String(names.index)}`, reason: 'must be a name of its own, without a comma' };
  const wordless = players.findIndex(({ rows }) => !rowSelector.safeParse(rows).success);
  if (wordless >= 0)
    return { path: `/players/${String(wordless)}/rows`, reason: 'must say which training rows it is' };
  const rests = [...players.keys()].filter((at) => 'rest' in rowSelector.parse(players[at]?.rows));
  if (rests[1] !== undefined)
    return { path: `/players/${String(rests[1])}/rows`, reason: 'claims the rest a second time' };
  return sourcesFault(request);
}

const TRAINED_METHODS: ReadonlySet<string> = new Set(['shapley', 'banzhaf', 'beta-shapley', 'leave-one-out']);
const FOREIGN_FIELDS = ['utilities', 'votingGame', 'samples', 'truncation', 'k', 'train', 'matches'];

const rowsDigest = (positions: Int32Array, rows: readonly TrainingRowView[]): string =>
  sha256Hex([...positions].map((position) => `${rows[position]?.id ?? ''}\n`).join(''));

/**
 * The distinct rows of each cluster, by position: what a training document says, looked up again. Fails where the rows
 * are not those that it was written of.
 */
export function rowsOfClusters(
  { sources, duplicates, clusters }: TrainingDocument,
  selectors: readonly unknown[],
  rows: readonly TrainingRowView[],
): Result<readonly Int32Array[], InputFault> {
  const found = rowsOfSources(
    selectors.map((selector) => rowSelector.parse(selector)),
    rows,
  );
  if (!found.ok) return found;
  const positions = new Map(rows.map(({ id }, position) => [id, position]));
  const firstOf = new Map(
    duplicates.map(([row, first]) => [positions.get(row) ?? -1, positions.get(first) ?? -1]),
  );
  const distinct = found.value.map((own) => distinctRows(own, firstOf));
  const changed = sources.findIndex(
    ({ rowsDigest: digest }, source) => rowsDigest(distinct[source] ?? new Int32Array(), rows) !== digest,
  );
  if (changed >= 0) return err({ path: `/sources/${String(changed)}`, reason: 'has other rows by now' });
  return ok(
    clusters.map(({ members }) =>
      Int32Array.from(new Set(members.flatMap((member) => [...(distinct[member] ?? [])]))).sort(),
    ),
  );
}
