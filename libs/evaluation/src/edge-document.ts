import {
  type Contestant,
  type DomainDefinition,
  liftOver,
  type MetricId,
  METRICS,
  type RankDelta,
  rankDelta,
  rankOf,
  residualEdge,
} from './core/index.js';
import type { BaselineScore, EdgeDocument, Standing } from './evaluation-edge.store.js';
import type { EvidenceDocument } from './evaluation-evidence.store.js';

/** Everybody who has a score on a domain. */
export type EdgeField = {
  readonly definition: DomainDefinition;
  /** One for each version, on public rows. */
  readonly standings: readonly Standing[];
  /** The same on hidden rows, as far as versions have been run there. */
  readonly hidden: readonly Standing[];
  readonly baselines: readonly BaselineScore[];
};

type Name = Pick<NonNullable<EdgeDocument['substitute']>, 'kind' | 'versionId' | 'name' | 'label'>;

/** A version beside everybody else on a domain. */
export function edgeDocumentOf(own: Standing, field: EdgeField): EdgeDocument {
  const { definition, standings, baselines } = field;
  const others = standings.filter(({ versionId }) => versionId !== own.versionId);
  const { headline, correctShare, grouped } = own.score;
  const { metric, chanceLevel } = headlineOf(definition);
  const baselineBest = bestBaseline(baselines);
  const edge = residualEdge<Name>(ofVersion(own), [...others.map(ofVersion), ...baselines.map(ofBaseline)]);
  return {
    score: { ...headline },
    metric,
    chanceLevel,
    baselineBest,
    lift: liftOver(headline.value, Math.max(chanceLevel, baselineBest?.value ?? 0)),
    rank: rankOf(
      grouped,
      others.map(({ score }) => score.grouped),
    ),
    correctShare,
    cost: own.cost ?? null,
    latency: own.document.latency,
    substitute: substituteView(edge.substitute),
    savedPerCorrect: edge.savedPerCorrect ?? null,
    extraCorrectPerThousand: edge.extraCorrectPerThousand ?? null,
    decay: decaySummary(own.document.decay),
    contamination: contaminationSummary(own.document.contamination),
    hiddenRankDelta: hiddenDelta(own, field) ?? null,
  };
}

/** The headline metric and its chance level, turned so that higher is better. */
export function headlineOf({ metrics, chanceLevel }: DomainDefinition): {
  readonly metric: MetricId;
  readonly chanceLevel: number;
} {
  const [metric = 'accuracy'] = metrics;
  const isHigherBetter = METRICS[metric].direction === 'higher-is-better';
  return { metric, chanceLevel: isHigherBetter ? chanceLevel : 1 - chanceLevel };
}

export function bestBaseline(baselines: readonly BaselineScore[]): EdgeDocument['baselineBest'] {
  const [best] = baselines.toSorted((a, b) => b.score.headline.value - a.score.headline.value);
  return best === undefined ? null : { name: best.name, value: best.score.headline.value };
}

const ofVersion = ({ versionId, modelName, label, score, cost }: Standing): Contestant<Name> => ({
  name: { kind: 'version', versionId, name: modelName, label },
  score: score.grouped,
  correctShare: score.correctShare,
  cost,
});

/** What needs no model costs nothing. */
const ofBaseline = ({ name, score }: BaselineScore): Contestant<Name> => ({
  name: { kind: 'baseline', versionId: null, name, label: null },
  score: score.grouped,
  correctShare: score.correctShare,
  cost: { microMinorPerThousand: 0n, currency: null },
});

function substituteView(
  substitute: ReturnType<typeof residualEdge<Name>>['substitute'],
): EdgeDocument['substitute'] {
  if (substitute === undefined) return null;
  const { name, isAdequate, difference } = substitute;
  const { value, lower, upper } = difference;
  return { ...name, isAdequate, difference: { value, lower, upper } };
}

/** The last slice of which anything was found out, and since when the model has been stale. */
function decaySummary(decay: EvidenceDocument['decay']): EdgeDocument['decay'] {
  const decided = decay?.slices.findLast(({ verdict }) => verdict !== 'undecided');
  if (decided === undefined) return null;
  const stale = decay?.slices.find(({ verdict }) => verdict === 'stale' || verdict === 'both');
  return { verdict: decided.verdict, slice: decided.slice, staleFrom: stale?.slice ?? null };
}

const contaminationSummary = ({
  overlap,
  knownSources,
}: EvidenceDocument['contamination']): EdgeDocument['contamination'] => ({
  overlappingShare: overlap?.overlapping.value ?? null,
  sharesSource: knownSources === null ? null : knownSources.shared.length > 0,
});

/** Among the versions that have a score on either split. */
function hiddenDelta(own: Standing, { standings, hidden }: EdgeField): RankDelta | undefined {
  const both = new Set(hidden.map(({ versionId }) => versionId));
  const [open, closed] = [standings, hidden].map((split) =>
    split.filter(({ versionId }) => both.has(versionId)),
  );
  const rankIn = (split: readonly Standing[] = []) => {
    const mine = split.find(({ versionId }) => versionId === own.versionId);
    const theirs = split.filter(({ versionId }) => versionId !== own.versionId);
    return mine === undefined
      ? undefined
      : rankOf(
          mine.score.grouped,
          theirs.map(({ score }) => score.grouped),
        );
  };
  const known = new Set(open?.map(({ versionId }) => versionId));
  const [openRank, hiddenRank] = [
    rankIn(open),
    rankIn(closed?.filter(({ versionId }) => known.has(versionId))),
  ];
  return openRank === undefined || hiddenRank === undefined ? undefined : rankDelta(openRank, hiddenRank);
}
