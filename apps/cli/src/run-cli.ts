import { mkdirSync, readFileSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { err, ok, type Result } from '#libs/kernel';
import type { Answer, Command, Given, InputFault } from './command.js';

const STDIN = 0;
const STDOUT = 1;
const STDERR = 2;

/** Exit codes: 0 done, 1 a negative verdict, 2 the input or the call is at fault. */
export async function runCli(commands: readonly Command[], argv: readonly string[]): Promise<0 | 1 | 2> {
  const [name, ...rest] = argv;
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    await write(name === undefined ? STDERR : STDOUT, overview(commands));
    return name === undefined ? 2 : 0;
  }
  const command = commands.find((candidate) => candidate.name === name);
  if (command === undefined)
    return complain({ path: '', reason: `there is no command ${name}; see salvor --help` });
  const options = readOptions(command, rest);
  if (!options.ok) return complain(options.error);
  if (options.value.help) {
    await write(STDOUT, command.help);
    return 0;
  }
  return runCommand(command, options.value);
}

async function runCommand(command: Command, { input: file, given }: Invocation): Promise<0 | 1 | 2> {
  const isInputless = command.inputless !== undefined && given.switches.has(command.inputless);
  const input = isInputless ? ok('') : readInput(file);
  if (!input.ok) return complain(input.error);
  const answer = command.run(input.value, given);
  if (!answer.ok) return complain(answer.error);
  const written = writeFiles(answer.value.files);
  if (!written.ok) return complain(written.error);
  await write(STDOUT, answer.value.output);
  return answer.value.verdict === 'good' ? 0 : 1;
}

const overview = (commands: readonly Command[]): string =>
  [
    'Usage: salvor COMMAND [--input FILE|-]',
    '',
    'Recomputes offline what the service decided, from plain JSON.',
    '',
    ...commands.map(({ name, summary }) => `  ${name.padEnd(14)} ${summary}`),
    '',
    'salvor COMMAND --help shows the input and an example.',
    '',
  ].join('\n');

type Invocation = { readonly help: boolean; readonly input: string; readonly given: Given };

function readOptions(
  { options = [], switches = [] }: Command,
  args: readonly string[],
): Result<Invocation, InputFault> {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        ...Object.fromEntries(options.map((name) => [name, { type: 'string' as const }])),
        ...Object.fromEntries(switches.map((name) => [name, { type: 'boolean' as const }])),
        help: { type: 'boolean', short: 'h', default: false },
        input: { type: 'string', default: '-' },
      },
    });
    const { help, input, ...others } = values;
    const stated = Object.entries<string | boolean | undefined>(others);
    return ok({
      help,
      input,
      given: {
        options: Object.fromEntries(
          stated.flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
        ),
        switches: new Set(stated.flatMap(([name, value]) => (value === true ? [name] : []))),
      },
    });
  } catch (error) {
    return err({ path: '', reason: (error as Error).message });
  }
}

function writeFiles(files: Answer['files']): Result<void, InputFault> {
  if (files === undefined) return ok(undefined);
  try {
    mkdirSync(files.folder, { recursive: true });
    for (const [name, text] of Object.entries(files.texts))
      writeFileSync(join(files.folder, name), text, { flag: 'wx' });
    return ok(undefined);
  } catch (error) {
    return err({ path: '', reason: `cannot write the files: ${(error as Error).message}` });
  }
}

function readInput(file: string): Result<string, InputFault> {
  try {
    const bytes = readFileSync(file === '-' ? STDIN : file);
    return ok(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes));
  } catch (error) {
    const reason =
      error instanceof TypeError
        ? 'the input is not UTF-8'
        : `cannot read the input: ${(error as Error).message}`;
    return err({ path: '', reason });
  }
}

async function complain({ path, reason }: InputFault): Promise<2> {
  const problem = {
    type: 'urn:salvor:problem:validation-failed',
    title: 'The input is not valid',
    detail: path === '' ? reason : `${path}: ${reason}`,
    errors: [{ path, message: reason }],
  };
  await write(STDERR, `${JSON.stringify(problem)}\n`);
  return 2;
}

/** Writes everything, also to a pipe that is full at times; a reader that left is not an error. */
async function write(descriptor: number, text: string): Promise<void> {
  const bytes = Buffer.from(text, 'utf8');
  for (let at = 0; at < bytes.length;) {
    try {
      at += writeSync(descriptor, bytes, at);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EPIPE') return;
      if (code !== 'EAGAIN') throw error;
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
  }
}
