import * as fc from 'fast-check';
import { extensionMs, losesTime, outageThresholdMs } from './outage.js';
import {
  acceptsBids,
  AUCTION_STATES,
  type AuctionState,
  dueTransition,
  scheduleFault,
  transition,
  WINDOW_MS_MAX,
} from './schedule.js';

const WINDOW = { opensAtMs: 1_000, closesAtMs: 2_000 };
const anyState = fc.constantFrom(...AUCTION_STATES);

describe('transition', () => {
  it('allows these steps and no others', () => {
    const steps = AUCTION_STATES.flatMap((from) =>
      AUCTION_STATES.filter((to) => transition(from, to).ok).map((to) => `${from} → ${to}`),
    );
    expect(steps).toEqual([
      'announced → announced',
      'announced → open',
      'announced → cancelled',
      'open → open',
      'open → closed',
      'open → cancelled',
      'closed → cleared',
      'closed → unsold',
      'closed → void',
      'cleared → settled',
      'cleared → defaulted',
    ]);
  });

  it('names both states when it refuses', () => {
    expect(transition('closed', 'open')).toEqual({
      ok: false,
      error: { code: 'illegal-transition', from: 'closed', to: 'open' },
    });
  });
});

describe('dueTransition', () => {
  it.each<[AuctionState, number, AuctionState | undefined]>([
    ['announced', 999, undefined],
    ['announced', 1_000, 'open'],
    ['announced', 5_000, 'open'],
    ['open', 1_999, undefined],
    ['open', 2_000, 'closed'],
    ['closed', 5_000, undefined],
    ['cancelled', 5_000, undefined],
  ])('%s at %i: %s', (state, nowMs, due) => {
    expect(dueTransition(state, WINDOW, nowMs)).toBe(due);
  });

  it('asks only for what the table allows, and comes to rest', () => {
    fc.assert(
      fc.property(anyState, fc.nat(5_000), (start, nowMs) => {
        let state = start;
        for (let step = 0; step < 3; step += 1) {
          const due = dueTransition(state, WINDOW, nowMs);
          if (due === undefined) return;
          expect(transition(state, due).ok).toBe(true);
          state = due;
        }
        throw new Error('does not come to rest');
      }),
    );
  });
});

describe('acceptsBids', () => {
  it.each<[AuctionState, number, boolean]>([
    ['open', 999, false],
    ['open', 1_000, true],
    ['open', 1_999, true],
    ['open', 2_000, false],
    ['announced', 1_500, false],
    ['closed', 1_500, false],
  ])('%s at %i: %p', (state, nowMs, accepts) => {
    expect(acceptsBids(state, WINDOW, nowMs)).toBe(accepts);
  });
});

describe('scheduleFault', () => {
  it.each([
    ['opens now', { opensAtMs: 500, closesAtMs: 2_000 }, 'opensAt'],
    ['lasts less than a second', { opensAtMs: 1_000, closesAtMs: 1_999 }, 'closesAt'],
    ['closes before it opens', { opensAtMs: 1_000, closesAtMs: 900 }, 'closesAt'],
    ['lasts longer than 90 days', { opensAtMs: 1_000, closesAtMs: 1_001 + WINDOW_MS_MAX }, 'closesAt'],
  ])('refuses one that %s', (_name, window, field) => {
    expect(scheduleFault(window, 500)?.field).toBe(field);
  });

  it.each([{ closesAtMs: 2_000 }, { closesAtMs: 1_000 + WINDOW_MS_MAX }])('takes %j', ({ closesAtMs }) => {
    expect(scheduleFault({ opensAtMs: 1_000, closesAtMs }, 500)).toBeUndefined();
  });
});

describe('extensionMs', () => {
  it.each([
    ['ordinary delay', 10_000, 15_000, 0],
    ['one millisecond too many', 10_000, 15_001, 5_001],
    ['a clock that was set back', 10_000, 4_000, 0],
  ])('after %s', (_name, lastSweepMs, nowMs, extension) => {
    expect(extensionMs(lastSweepMs, nowMs, 5_000)).toBe(extension);
  });

  it('gives back all the time that was lost: what an auction had left, it has left again', () => {
    const past = fc.integer({ min: 1, max: 10_000_000 });
    fc.assert(
      fc.property(past, past, (leftMs, silenceMs) => {
        fc.pre(silenceMs > 5_000);
        const closesAtMs = leftMs + extensionMs(0, silenceMs, 5_000);
        expect(closesAtMs - silenceMs).toBe(leftMs);
      }),
    );
  });
});

describe('outageThresholdMs', () => {
  it('never takes the ordinary pace of a slow sweep for an outage', () => {
    expect(outageThresholdMs(5_000, 1_000)).toBe(5_000);
    expect(outageThresholdMs(5_000, 60_000)).toBe(180_000);
  });
});

describe('losesTime', () => {
  it.each<[string, AuctionState, number, number, boolean]>([
    ['open throughout', 'open', 1_200, 1_800, true],
    ['should have opened meanwhile', 'announced', 500, 1_500, true],
    ['should have opened and closed meanwhile', 'announced', 500, 9_000, true],
    ['opens later', 'announced', 500, 900, false],
    ['was over before', 'open', 2_000, 9_000, false],
    ['is closed', 'closed', 1_200, 1_800, false],
  ])('%s', (_name, state, lastSweepMs, nowMs, loses) => {
    expect(losesTime(state, WINDOW, lastSweepMs, nowMs)).toBe(loses);
  });
});
