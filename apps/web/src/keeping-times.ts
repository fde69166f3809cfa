/** What changes seldom is asked for in every slow round, which come 15 s apart. */
export const SELDOM_MS = 14_000;
/** Where the next fast round may find something new, but most often does not. */
export const NOW_AND_THEN_MS = 3_900;
/** What stands further down, and there are many of: one visitor may ask for only so much in a minute. */
export const RARELY_MS = 29_000;

export const always = (): number => 0;
export const never = (): number => Infinity;
