import { err, ok, type Result } from '#libs/kernel';

export const AUCTION_STATES = [
  'announced',
  'open',
  'closed',
  'cleared',
  'settled',
  'unsold',
  'cancelled',
  'void',
  'defaulted',
] as const;
export type AuctionState = (typeof AUCTION_STATES)[number];

/** From one state to the next. A state that leads to itself may be extended after an outage. */
const TRANSITIONS: Readonly<Record<AuctionState, readonly AuctionState[]>> = {
  announced: ['announced', 'open', 'cancelled'],
  open: ['open', 'closed', 'cancelled'],
  closed: ['cleared', 'unsold', 'void'],
  cleared: ['settled', 'defaulted'],
  settled: [],
  unsold: [],
  cancelled: [],
  void: [],
  defaulted: [],
};

export type IllegalTransition = {
  readonly code: 'illegal-transition';
  readonly from: AuctionState;
  readonly to: AuctionState;
};

/** The next state, if the auction may go there. */
export const transition = (from: AuctionState, to: AuctionState): Result<AuctionState, IllegalTransition> =>
  TRANSITIONS[from].includes(to) ? ok(to) : err({ code: 'illegal-transition', from, to });

/** When bids are taken: from `opensAtMs` up to, but not including, `closesAtMs`. */
export type AuctionWindow = { readonly opensAtMs: number; readonly closesAtMs: number };

/** The state that the clock asks for now, one step at a time; undefined when nothing is due. */
export function dueTransition(
  state: AuctionState,
  { opensAtMs, closesAtMs }: AuctionWindow,
  nowMs: number,
): AuctionState | undefined {
  if (state === 'announced' && nowMs >= opensAtMs) return 'open';
  return state === 'open' && nowMs >= closesAtMs ? 'closed' : undefined;
}

/** Bids need both: the state, which the close takes away under a lock, and the clock, which never runs late. */
export const acceptsBids = (
  state: AuctionState,
  { opensAtMs, closesAtMs }: AuctionWindow,
  nowMs: number,
): boolean => state === 'open' && nowMs >= opensAtMs && nowMs < closesAtMs;

export const WINDOW_MS_MIN = 1_000;
export const WINDOW_MS_MAX = 90 * 86_400_000;

/** What is wrong with a schedule that is about to be announced; undefined when it is possible. */
export function scheduleFault(
  { opensAtMs, closesAtMs }: AuctionWindow,
  nowMs: number,
): { readonly field: 'opensAt' | 'closesAt'; readonly reason: string } | undefined {
  if (opensAtMs <= nowMs) return { field: 'opensAt', reason: 'must lie in the future' };
  const lengthMs = closesAtMs - opensAtMs;
  if (lengthMs < WINDOW_MS_MIN)
    return { field: 'closesAt', reason: 'must be a second or more after opensAt' };
  if (lengthMs > WINDOW_MS_MAX) return { field: 'closesAt', reason: 'must be within 90 days of opensAt' };
  return undefined;
}
