import type { Result } from '#libs/kernel';

/** Where the input is at fault (an RFC 6901 pointer) and why. */
export type InputFault = { readonly path: string; readonly reason: string };

/** What a command answers: text for standard output, and whether its verdict is good. */
export type Answer = { readonly output: string; readonly verdict: 'good' | 'bad' };

/** An offline command: the text of its input in, its answer out. Nothing else goes in or out. */
export type Command = {
  readonly name: string;
  readonly summary: string;
  /** What `--help` shows: usage and an example that runs. */
  readonly help: string;
  /** Switches it knows besides `--input` and `--help`, without the dashes. */
  readonly switches?: readonly string[];
  /** `on` holds the switches that were given. */
  readonly run: (input: string, on: ReadonlySet<string>) => Result<Answer, InputFault>;
};
