import { hasEnded, mayBecome, RUN_STATES } from './run-state.js';

it('allows these changes of state and no others', () => {
  const allowed = RUN_STATES.flatMap((from) =>
    RUN_STATES.filter((to) => mayBecome(from, to)).map((to) => `${from} → ${to}`),
  );
  expect(allowed).toEqual([
    'queued → running',
    'queued → failed',
    'queued → cancelled',
    'running → completed',
    'running → failed',
    'running → cancelled',
    'failed → running',
  ]);
});

it('computes only for runs that wait or run', () => {
  expect(RUN_STATES.filter((state) => !hasEnded(state))).toEqual(['queued', 'running']);
});
