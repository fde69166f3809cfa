/** How near to 0 and 1 a gain comes: at the ends themselves its log-odds would be infinite. */
const MARGIN = 1e-4;

/** A gain from a coordinate of the unit cube. */
export const fromUnit = (unit: number): number => MARGIN + (1 - 2 * MARGIN) * unit;
