/** Rates, times the span of the series, at which a search looks: from hardly any decay to nearly all at once. */
export const RATES_OVER_SPAN = [0.3, 1, 3, 10] as const;

/** Shapes at which a search looks: decay that slows down, that is steady, and that sets in late. */
export const SHAPES = [0.5, 1, 2] as const;
