import { pauseMs, VisitSchedule } from './visit-schedule.js';

describe('pauseMs', () => {
  it('doubles with every failure up to a minute', () => {
    expect([0, 1, 2, 3, 4, 100].map((failures) => pauseMs(5_000, failures))).toEqual([
      5_000, 10_000, 20_000, 40_000, 60_000, 60_000,
    ]);
  });

  it('is never shorter than the usual pause', () => {
    expect(pauseMs(600_000, 0)).toBe(600_000);
    expect(pauseMs(600_000, 9)).toBe(600_000);
  });
});

describe('VisitSchedule', () => {
  it('lets a new auction be visited at once, and only once for all times it is named', () => {
    expect(new VisitSchedule(1_000).due(['auc_1', 'auc_2', 'auc_1'], 0)).toEqual(['auc_1', 'auc_2']);
  });

  it('lets longer and longer pauses pass before the same auction again', () => {
    const schedule = new VisitSchedule(1_000);
    schedule.note('auc_1', 'refused', 0);
    expect(schedule.due(['auc_1'], 999)).toEqual([]);
    expect(schedule.due(['auc_1'], 1_000)).toEqual(['auc_1']);
    schedule.note('auc_1', 'refused', 1_000);
    expect(schedule.due(['auc_1'], 2_999)).toEqual([]);
    expect(schedule.due(['auc_1'], 3_000)).toEqual(['auc_1']);
  });

  it('forgets an auction that is not asked for any more', () => {
    const schedule = new VisitSchedule(1_000);
    schedule.note('auc_1', 'served', 0);
    schedule.due([], 1);
    expect(schedule.due(['auc_1'], 2)).toEqual(['auc_1']);
  });

  it('tells a visit that came out otherwise from one that came out the same', () => {
    const schedule = new VisitSchedule(1_000);
    const outcomes = ['not-closed-yet', 'not-closed-yet', 'served'];
    expect(outcomes.map((outcome) => schedule.note('auc_1', outcome, 0))).toEqual([true, false, true]);
  });
});
