/** Tells when this process should end. `release` stops listening, without which the process would not end by itself. */
export type Ending = { readonly signal: AbortSignal; readonly release: () => void };

/**
 * Listens for SIGINT and SIGTERM, and for the end of a process that started this one with a channel (`ipc` of
 * child_process): however that one ended, it leaves no orphan. A second signal ends this process at once.
 */
export function listenForEnding(): Ending {
  const ending = new AbortController();
  const end = (): void => {
    release();
    ending.abort();
  };
  const release = (): void => {
    process.off('SIGINT', end).off('SIGTERM', end).off('disconnect', end);
  };
  process.once('SIGINT', end).once('SIGTERM', end);
  // Whoever started us may have ended already, while this program was loading.
  if (process.connected) process.once('disconnect', end);
  else if (process.send !== undefined) end();
  return { signal: ending.signal, release };
}
