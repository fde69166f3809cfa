import { decimalYear } from '#core/valuation';
import { type Contender, type Domain, type Market, nameOf, type Run, type Slice } from './market-view.js';

/** A score of right answers, or the share of false alarms, with its 95 % interval. */
export type Score = NonNullable<Slice['score']>;

/** One dated slice of a run, standing at the mean date of its rows. */
export type DatedScore = {
  readonly slice: string;
  readonly label: string;
  readonly year: number;
  readonly score: Score;
};

/** What the last completed run of one version says. */
export type Evidence = {
  readonly key: string;
  readonly name: string;
  /** The version that the shown valuation is about. */
  readonly isValued: boolean;
  /** Answers the same to everything: there to compare with. */
  readonly isBaseline: boolean;
  /** Oldest first. */
  readonly dated: readonly DatedScore[];
  readonly falsePositives: Score | undefined;
};

/** The domain that the page is about: that of the shown valuation, otherwise that of the newest completed run. */
export function shownDomain({ priced, contenders, domains }: Market): Domain | undefined {
  const runs = contenders.flatMap((contender) => contender.runs).filter(({ state }) => state === 'completed');
  const newest = runs.sort((a, b) => b.queuedAt.getTime() - a.queuedAt.getTime())[0];
  const name = priced?.valuation.domains[0] ?? newest?.domain;
  return domains.find((domain) => domain.name === name);
}

/** One entry for each version with a completed run on the domain, the valued one first. */
export function evidenceOf({ contenders, priced }: Market, domain: string): readonly Evidence[] {
  return contenders
    .flatMap((contender) => {
      const run = contender.runs.find((one) => one.state === 'completed' && one.domain === domain);
      return run === undefined
        ? []
        : [toEvidence(contender, run, contender.version.id === priced?.version.id)];
    })
    .sort((a, b) => rank(a) - rank(b));
}

const rank = ({ isValued, isBaseline }: Evidence): number => (isValued ? 0 : isBaseline ? 2 : 1);

const toEvidence = ({ version }: Contender, { slices }: Run, isValued: boolean): Evidence => ({
  key: version.id,
  name: nameOf(version),
  isValued,
  isBaseline: version.adapter.kind === 'constant',
  dated: slices
    .flatMap(({ slice, label, meanDate, score }) =>
      meanDate !== null && score !== null ? [{ slice, label, year: decimalYear(meanDate), score }] : [],
    )
    .sort((a, b) => a.year - b.year),
  falsePositives:
    slices.find(({ metric, score }) => metric === 'false_positive_rate' && score !== null)?.score ??
    undefined,
});
