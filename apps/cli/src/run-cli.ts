import { mkdirSync, readFileSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { err, ok, type Result } from '#libs/kernel';
import type { ActingCommand, Answer, Command, Given, InputFault } from './command.js';
import { listenForEnding } from './ending.js';

const STDIN = 0;
const STDOUT = 1;
const STDERR = 2;

type AnyCommand = Command | ActingCommand;

/** Exit codes: 0 done, 1 a negative verdict, 2 the input or the call is at fault. */
export async function runCli(commands: readonly AnyCommand[], argv: readonly string[]): Promise<0 | 1 | 2> {
  const [name] = argv;
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    await write(name === undefined ? STDERR : STDOUT, overview(commands));
    return name === undefined ? 2 : 0;
  }
  const command = commands.find((candidate) => isCalled(candidate, argv));
  if (command === undefined) return complain({ path: '', reason: noSuchCommand(commands, name) });
  const options = readOptions(command, argv.slice(wordsOf(command).length));
  if (!options.ok) return complain(options.error);
  if (options.value.help) {
    await write(STDOUT, command.help);
    return 0;
  }
  const answer = await answerOf(command, options.value);
  if (!answer.ok) return complain(answer.error);
  const written = writeFiles(answer.value.files);
  if (!written.ok) return complain(written.error);
  await write(STDOUT, answer.value.output);
  return answer.value.verdict === 'good' ? 0 : 1;
}

const wordsOf = ({ name }: AnyCommand): readonly string[] => name.split(' ');

const isCalled = (command: AnyCommand, argv: readonly string[]): boolean =>
  wordsOf(command).every((word, at) => argv[at] === word);

function noSuchCommand(commands: readonly AnyCommand[], name: string): string {
  const longer = commands.filter((command) => wordsOf(command)[0] === name);
  const meant = longer.map((command) => `salvor ${command.name}`).join(' or ');
  return meant === '' ? `there is no command ${name}; see salvor --help` : `say ${meant}`;
}

async function answerOf(
  command: AnyCommand,
  { input: file, given }: Invocation,
): Promise<Result<Answer, InputFault>> {
  if ('act' in command) {
    const { signal, release } = listenForEnding();
    try {
      return await command.act(given, signal);
    } finally {
      release();
    }
  }
  const isInputless = command.inputless !== undefined && given.switches.has(command.inputless);
  const input = isInputless ? ok('') : readInput(file);
  return input.ok ? command.run(input.value, given) : input;
}

const overview = (commands: readonly AnyCommand[]): string =>
  [
    'Usage: salvor COMMAND [--input FILE|-]',
    '',
    'Recomputes offline what the service decided, from plain JSON; and runs a trustee of sealed auctions.',
    '',
    ...commands.map(({ name, summary }) => `  ${name.padEnd(14)} ${summary}`),
    '',
    'salvor COMMAND --help shows the input and an example.',
    '',
  ].join('\n');

type Invocation = { readonly help: boolean; readonly input: string; readonly given: Given };

function readOptions(command: AnyCommand, args: readonly string[]): Result<Invocation, InputFault> {
  const { options = [], switches = [] } = command;
  const texts = 'act' in command ? options : [...options, 'input'];
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        ...Object.fromEntries(texts.map((name) => [name, { type: 'string' as const }])),
        ...Object.fromEntries(switches.map((name) => [name, { type: 'boolean' as const }])),
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    const { help, ...others } = values;
    const stated = Object.entries<string | boolean | undefined>(others);
    const { input = '-', ...own } = Object.fromEntries(
      stated.flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
    );
    return ok({
      help,
      input,
      given: {
        options: own,
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
