/** Where a run stands. A failed one may be taken up again; what is completed or cancelled stays so. */
export const RUN_STATES = ['queued', 'running', 'completed', 'failed', 'cancelled'] as const;

export type RunState = (typeof RUN_STATES)[number];

const NEXT: Readonly<Record<RunState, readonly RunState[]>> = {
  queued: ['running', 'failed', 'cancelled'],
  running: ['completed', 'failed', 'cancelled'],
  completed: [],
  failed: ['running'],
  cancelled: [],
};

export const mayBecome = (from: RunState, to: RunState): boolean => NEXT[from].includes(to);

/** Nothing is computed for it any more. */
export const hasEnded = (state: RunState): boolean => state !== 'queued' && state !== 'running';
