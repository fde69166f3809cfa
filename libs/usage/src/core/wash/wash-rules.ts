/** What makes a receipt look like use that nobody had. */
export const WASH_FLAGS = [
  'self-dealing',
  'refund-loop',
  'mutual-funding',
  'flat-daily-pattern',
  'concentration',
] as const;

export type WashFlag = (typeof WASH_FLAGS)[number];

/**
 * The rules, published with every series that was cleaned by them. A receipt whose flags weigh as much as the
 * threshold does not count. Only self-dealing and refund loops tell enough alone: one large customer, or one that
 * calls around the clock, is an honest thing, and both together still are.
 */
export const WASH_RULES = {
  version: 1,
  threshold: 4,
  weights: {
    'self-dealing': 4,
    'refund-loop': 4,
    'mutual-funding': 3,
    'flat-daily-pattern': 2,
    concentration: 1,
  } satisfies Readonly<Record<WashFlag, number>>,
  /** A charge is a loop when this part of it comes back within this time. */
  refundLoop: { portionPercent: 90n, withinMs: 86_400_000 },
  /** A payer is funded when the payee's side sent it this part of what it was charged, within this time before. */
  mutualFunding: { portionPercent: 50n, withinMs: 2_592_000_000 },
  /** A payer is most of a meter when this part of a month's charges are its own. */
  concentration: { portionPercent: 50n },
  /** Charges are spread evenly over the hours when the chi-square test at 1 % cannot tell. */
  flatDailyPattern: { receiptsMin: 240, daysMin: 7, chiSquareMax: 41.638 },
} as const;
