import type { SalvorClient } from '#libs/sdk';
import type { z } from 'zod';

type Kept = { readonly answer: unknown; readonly untilMs: number };

/** What was asked before and need not be asked again: most of a market does not change from one look to the next. */
export class Answers {
  readonly #client: SalvorClient;
  readonly #nowMs: () => number;
  readonly #kept = new Map<string, Kept>();

  constructor(client: SalvorClient, nowMs: () => number) {
    this.#client = client;
    this.#nowMs = nowMs;
  }

  /** The answer to a GET; `keepMs` says for how long it will do. */
  async get<V extends z.ZodType>(
    path: string,
    view: V,
    keepMs: (answer: z.output<V>) => number,
  ): Promise<z.output<V>> {
    const kept = this.#kept.get(path);
    if (kept !== undefined && kept.untilMs > this.#nowMs()) return kept.answer as z.output<V>;
    const answer = await this.#client.get(path, view);
    this.#kept.set(path, { answer, untilMs: this.#nowMs() + keepMs(answer) });
    return answer;
  }
}
