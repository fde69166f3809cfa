import type { Evidence } from './evidence.js';

/** Told apart by shape as well as by colour. */
export type MarkerShape = 'circle' | 'square' | 'triangle' | 'diamond' | 'cross';

export type SeriesStyle = { readonly colourVariable: string; readonly shape: MarkerShape };

const STYLES: readonly [SeriesStyle, ...SeriesStyle[]] = [
  { colourVariable: '--series-a', shape: 'circle' },
  { colourVariable: '--series-b', shape: 'square' },
  { colourVariable: '--series-c', shape: 'triangle' },
  { colourVariable: '--series-d', shape: 'diamond' },
];
const BASELINE: SeriesStyle = { colourVariable: '--series-baseline', shape: 'cross' };

/** Models take turns, beginning with the valued one, which stands first; baselines step back. */
export function seriesStyles(evidence: readonly Evidence[]): ReadonlyMap<string, SeriesStyle> {
  const models = evidence.filter(({ isBaseline, isValued }) => isValued || !isBaseline);
  return new Map(
    evidence.map((one) => {
      const turn = models.indexOf(one);
      return [one.key, turn < 0 ? BASELINE : (STYLES[turn % STYLES.length] ?? STYLES[0])];
    }),
  );
}

/** The outline of a marker around the origin, in units of its radius; a cross is two strokes. */
export function markerPath(shape: MarkerShape): string {
  switch (shape) {
    case 'circle':
      return 'M-1,0a1,1 0 1,0 2,0a1,1 0 1,0 -2,0z';
    case 'square':
      return 'M-.85,-.85h1.7v1.7h-1.7z';
    case 'triangle':
      return 'M0,-1.1L1.05,.75H-1.05z';
    case 'diamond':
      return 'M0,-1.25L1.1,0L0,1.25L-1.1,0z';
    case 'cross':
      return 'M-.8,-.8L.8,.8M.8,-.8L-.8,.8';
  }
}
