import type { QueuedJob } from '../../libs/platform/src/queue/queue-backend.js';

/** Holds jobs back until it is opened. */
export function newGate(): { readonly opened: Promise<void>; readonly open: () => void } {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return {
    opened,
    open: () => {
      open();
    },
  };
}

/** A job that asks for nothing, unless told otherwise. */
export const job = (id: string, parts: Partial<QueuedJob> = {}): QueuedJob => ({
  name: 'test.do-work',
  id,
  payload: {},
  attemptsMax: 1,
  ...parts,
});
