import { clopperPearsonInterval } from '#core/evaluation';
import { shown } from '../pricing/minor-amounts.js';
import { confidenceControl } from './confidence-control.js';
import { manipulationControl } from './manipulation-control.js';
import { type QualityControl, qualityControl, type QualityRecords, where } from './quality-control.js';

/**
 * The quality control standards for automated valuation models (12 CFR 1026.42(i), the same in 12 CFR 323.17; 89 FR
 * 64538, in force since 1 October 2025) as a checklist, with the evidence that this valuation has for each. The rule is
 * about mortgages on dwellings and binds nobody who values a model; it is taken as the public measure there is.
 */
export const qualityControls = (records: QualityRecords): readonly QualityControl[] => [
  confidenceControl(records),
  manipulationControl(records),
  conflictsControl(records),
  randomTestingControl(records),
  nondiscriminationControl(records),
];

/** Who wrote a dossier has an interest; figures that he stated are told apart from measured and usual ones. */
function conflictsControl({ valuation }: QualityRecords): QualityControl {
  const assumptions = Object.entries(valuation.assumptions);
  const stated = assumptions.flatMap(([name, { source }]) => (source === 'dossier' ? [name] : []));
  return qualityControl(
    'conflicts-of-interest',
    stated.length === 0 ? 'partly' : 'not-shown',
    [
      {
        text: 'Anybody can compute the figures again: method, seed and the digest of the inputs stand with them.',
        figures: {
          methodVersion: valuation.methodVersion,
          seed: valuation.seed,
          inputsDigest: valuation.inputsDigest,
        },
      },
      {
        text: 'Assumptions that were stated are told apart from usual ones.',
        figures: { stated: stated.length, usual: assumptions.length - stated.length },
      },
    ],
    [
      'The dossier does not say who wrote it, nor who chose its comparables and its seed.',
      ...where(stated.length > 0, `Stated by whoever wrote the dossier: ${stated.join(', ')}.`),
    ],
  );
}

/** Share of agreement that the reviews must at least make credible. */
const AGREEMENT_MIN = 0.9;

function randomTestingControl({ reviews }: QualityRecords): QualityControl {
  if (reviews === null || reviews.recomputed === 0)
    return qualityControl(
      'random-testing',
      'not-shown',
      [],
      ['No valuation was drawn at random and reviewed.'],
    );
  const { drawn, recomputed, agreeing } = reviews;
  const { lower, upper } = clopperPearsonInterval(agreeing, recomputed);
  return qualityControl(
    'random-testing',
    lower >= AGREEMENT_MIN && recomputed === drawn ? 'shown' : 'partly',
    [
      {
        text: 'Valuations were drawn at random and computed again by somebody else.',
        figures: { drawn, recomputed, agreeing, lower: shown(lower), upper: shown(upper) },
      },
    ],
    [
      ...where(recomputed < drawn, `${String(drawn - recomputed)} that were drawn are not reviewed.`),
      ...where(agreeing < recomputed, `${String(recomputed - agreeing)} came out otherwise.`),
      ...where(lower < AGREEMENT_MIN, 'Too few agree, or too few were reviewed, to rely on the rest.'),
    ],
  );
}

/** No input is about a person; that shows no more than that nobody is treated by such an input. */
const nondiscriminationControl = ({ dossier }: QualityRecords): QualityControl =>
  qualityControl(
    'nondiscrimination',
    'not-shown',
    [
      {
        text: 'Inputs are scores, usage, prices, grants and assumptions about a model; none is about a person.',
        figures: { countries: Object.keys(dossier.territoryShares ?? {}).length },
      },
    ],
    [
      'Estimates were not compared between groups of sellers or buyers.',
      ...where(
        dossier.territoryShares !== undefined,
        'Countries enter through the shares of usage, and may stand for people.',
      ),
    ],
  );
