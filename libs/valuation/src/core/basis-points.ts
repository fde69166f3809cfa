export const BPS_PER_WHOLE = 10_000;

/** 2,500 basis points → 0.25. */
export const shareOf = (bps: number): number => bps / BPS_PER_WHOLE;
