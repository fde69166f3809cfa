import { assert, err, ok, type Result } from '#libs/kernel';
import type { AttributionValues } from '../computation/index.js';
import { freezeValues, lowerBoundsPpb, rationalText, rationalToNumber } from '../methods/index.js';
import type { Source } from './attribution-request.js';
import type { PlayerCluster } from './cluster-players.js';
import { partyValues } from './party-values.js';

/** 95 % of shares are above their lower bound, where the error of an estimate is normal. */
const LOWER_BOUND_Z = 1.645;

/** Why an attribution ended without weights. */
export type AttributionRefusal = { readonly code: string; readonly reason: string; readonly path?: string };

/** What identifies a computation. */
export type AttributionSubject = {
  readonly attributionId: string;
  readonly modelId: string;
  readonly requestDigest: string;
  readonly inputDigest: string;
  /** Where models were trained: of what was fixed before, and of the utilities that came of it. */
  readonly trainingDigest?: string;
  readonly utilitiesDigest?: string;
};

/** How values become weights: see `freezeValues`. */
const WEIGHTING =
  'a negative value counts as zero; the others share in proportion, in parts per billion by largest remainder';

export type AttributionNote = {
  readonly code: 'clamped' | 'vanished' | 'clustered' | 'not-efficient' | 'budget-spent';
  readonly subject: string;
  readonly text: string;
};

/** A finished computation as it is published; its digest is SHA-256 over the RFC 8785 bytes. */
export type AttributionResult = AttributionSubject & {
  readonly document: 'attribution-result';
  readonly answer: AttributionValues;
  readonly clusters: readonly {
    readonly player: string;
    readonly reasons: readonly string[];
    readonly members: readonly { readonly name: string; readonly partyId: string; readonly part: string }[];
  }[];
  readonly parties: readonly {
    readonly partyId: string;
    readonly value: number;
    readonly exact: string;
    readonly standardError: number | null;
    readonly weightPpb: number;
    readonly lowerBoundPpb: number;
  }[];
  readonly weighting: typeof WEIGHTING;
  readonly notes: readonly AttributionNote[];
};

/** Freezes values to weights per party. Refused where nobody is worth more than nothing. */
export function attributionResult(
  subject: AttributionSubject,
  sources: readonly Source[],
  clusters: readonly PlayerCluster[],
  answer: AttributionValues,
  otherNotes: readonly AttributionNote[] = [],
): Result<AttributionResult, AttributionRefusal> {
  const parties = partyValues(sources, clusters, answer);
  const frozen = freezeValues(parties.map(({ partyId, value }) => ({ player: partyId, value })));
  if (!frozen.ok) {
    assert(frozen.error.code === 'values-not-positive', 'values are one per party');
    return err({ code: 'values-not-positive', reason: 'no party is worth more than nothing' });
  }
  const bounds = lowerBoundsPpb(
    parties.map(({ value, standardError }) => ({
      value,
      standardError: standardError ?? Number.POSITIVE_INFINITY,
    })),
    LOWER_BOUND_Z,
  );
  const weights = frozen.value.map(({ weightPpb }) => weightPpb);
  return ok({
    document: 'attribution-result',
    ...subject,
    answer,
    clusters: clusters.map(({ player, members, reasons, parts }) => ({
      player,
      reasons,
      members: members.map((member, place) => ({
        name: sources[member]?.name ?? '',
        partyId: sources[member]?.partyId ?? '',
        part: parts[place] === undefined ? '0/1' : rationalText(parts[place]),
      })),
    })),
    parties: parties.map(({ partyId, value, standardError }, index) => ({
      partyId,
      value: rationalToNumber(value),
      exact: rationalText(value),
      standardError,
      weightPpb: weights[index] ?? 0,
      lowerBoundPpb: bounds[index] ?? 0,
    })),
    weighting: WEIGHTING,
    notes: [
      ...frozen.value.flatMap(({ player, value, clamped, weightPpb }) =>
        noteOnShare(player, rationalToNumber(value), clamped, weightPpb),
      ),
      ...clusters.flatMap(noteOnCluster),
      ...noteOnGap(answer),
      ...otherNotes,
    ],
  });
}

function noteOnShare(
  partyId: string,
  value: number,
  clamped: boolean,
  weightPpb: number,
): readonly AttributionNote[] {
  if (clamped)
    return [{ code: 'clamped', subject: partyId, text: `the value ${String(value)} counts as zero` }];
  if (value > 0 && weightPpb === 0)
    return [{ code: 'vanished', subject: partyId, text: 'less than one part in a billion' }];
  return [];
}

const noteOnCluster = ({ player, members, reasons }: PlayerCluster): readonly AttributionNote[] =>
  members.length === 1
    ? []
    : [
        {
          code: 'clustered',
          subject: player,
          text: `${String(members.length)} sources were valued as one: ${reasons.join(', ')}`,
        },
      ];

const noteOnGap = ({ method, efficiencyGap, truncation }: AttributionValues): readonly AttributionNote[] =>
  efficiencyGap === 0 || (method === 'shapley' && truncation === undefined) || method === 'knn-shapley'
    ? []
    : [
        {
          code: 'not-efficient',
          subject: method,
          text: `the values sum to what there was to share and ${String(efficiencyGap)}; weights are their proportions`,
        },
      ];
