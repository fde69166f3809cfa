const PAUSE_MAX_MS = 60_000;

/** The pause after so many attempts in vain: doubled with each, at most a minute or the usual pause if that is longer. */
export const pauseMs = (everyMs: number, failures: number): number =>
  Math.max(everyMs, Math.min(PAUSE_MAX_MS, everyMs * 2 ** Math.min(failures, 16)));

type Visited = { readonly visits: number; readonly dueAtMs: number; readonly outcome: string };

/**
 * Which auctions are to be visited now. One that is still asked for after a visit gets longer and longer pauses,
 * whether it was refused or served: each visit reads its whole log.
 */
export class VisitSchedule {
  readonly #everyMs: number;
  readonly #visited = new Map<string, Visited>();

  constructor(everyMs: number) {
    this.#everyMs = everyMs;
  }

  /** Those that are due among the ones that are asked for. What nobody asks for any more is forgotten. */
  due(asked: readonly string[], nowMs: number): readonly string[] {
    const ids = new Set(asked);
    for (const id of this.#visited.keys()) if (!ids.has(id)) this.#visited.delete(id);
    return [...ids].filter((id) => nowMs >= (this.#visited.get(id)?.dueAtMs ?? nowMs));
  }

  /** Notes a visit; true when it came out otherwise than the last one, which is worth a line. */
  note(id: string, outcome: string, nowMs: number): boolean {
    const last = this.#visited.get(id);
    const visits = (last?.visits ?? 0) + 1;
    const dueAtMs = nowMs + pauseMs(this.#everyMs, visits - 1);
    this.#visited.set(id, { visits, dueAtMs, outcome });
    return last?.outcome !== outcome;
  }
}
