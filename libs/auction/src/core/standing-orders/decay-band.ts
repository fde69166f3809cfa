/** How long a use lasts, by its half-life in years. A band begins at its bound. */
const BANDS = [
  { name: 'under-1-year', fromYears: 0 },
  { name: '1-to-2-years', fromYears: 1 },
  { name: '2-to-5-years', fromYears: 2 },
  { name: 'over-5-years', fromYears: 5 },
] as const;

export type DecayBand = (typeof BANDS)[number]['name'];

export const DECAY_BANDS = BANDS.map(({ name }) => name) as readonly DecayBand[];

/** Null stands for a half-life beyond the horizon of the valuation, which is ten years. */
export const decayBandOf = (halfLifeYears: number | null): DecayBand =>
  BANDS.findLast(({ fromYears }) => fromYears <= (halfLifeYears ?? Number.POSITIVE_INFINITY))?.name ??
  'under-1-year';
