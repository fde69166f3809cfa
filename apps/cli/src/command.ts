import type { Result } from '#libs/kernel';

/** Where the input is at fault (an RFC 6901 pointer) and why. */
export type InputFault = { readonly path: string; readonly reason: string };

/** What a command answers: text for standard output, and whether its verdict is good. */
export type Answer = {
  readonly output: string;
  readonly verdict: 'good' | 'bad';
  /** New files that the command is for, by name. None of them may be there already. */
  readonly files?: { readonly folder: string; readonly texts: Readonly<Record<string, string>> };
};

/** What was given to a command beside its input. */
export type Given = {
  /** By name. */
  readonly options: Readonly<Record<string, string | undefined>>;
  readonly switches: ReadonlySet<string>;
};

/** How a command is called. */
type Call = {
  /** One word, or several: `trustee run`. */
  readonly name: string;
  readonly summary: string;
  /** What `--help` shows: usage and an example that runs. */
  readonly help: string;
  /** Names of options of its own. Each takes a value. */
  readonly options?: readonly string[];
  /** Names of further options that take no value. */
  readonly switches?: readonly string[];
};

/** An offline command: the text of its input and its options in, its answer out. Nothing else goes in or out. */
export type Command = Call & {
  /** With this switch no input is read. */
  readonly inputless?: string;
  readonly run: (input: string, given: Given) => Result<Answer, InputFault>;
};

/**
 * A command that acts on files or speaks to a service instead of reading an input. It may go on until the signal asks
 * it to end, and answers then.
 */
export type ActingCommand = Call & {
  readonly act: (given: Given, signal: AbortSignal) => Promise<Result<Answer, InputFault>>;
};

/** No options and no switches. */
export const NOTHING_GIVEN: Given = { options: {}, switches: new Set() };
