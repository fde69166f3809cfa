import { appendFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * A program that answers `bot` to everything, speaking JSON lines. It notes each question before it answers, and does
 * as it is told by files beside it, which it looks at before every answer.
 */
const PROGRAM = `
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
const folder = process.argv[2];
const told = (name) => (existsSync(folder + '/' + name) ? readFileSync(folder + '/' + name, 'utf8') : '');
let asked = 0;
for await (const line of createInterface({ input: process.stdin })) {
  const { id, input } = JSON.parse(line);
  asked += 1;
  appendFileSync(folder + '/asked.log', input + '\\n');
  if (told('hang') !== '') await new Promise((resolve) => setTimeout(resolve, 60_000));
  await new Promise((resolve) => setTimeout(resolve, Number(told('delay-ms'))));
  const sees = told('discerning') !== '' && /[02468]$/.test(input);
  const answer = { id, label: sees || (told('fickle') !== '' && asked % 2 === 0) ? 'browser' : 'bot' };
  const cost = told('cost');
  process.stdout.write(JSON.stringify(cost === '' ? answer : { ...answer, cost_micro_minor: Number(cost) }) + '\\n');
}
`;

/** How the stub can be told to behave. A discerning one calls inputs browsers that end with an even digit. */
type Order = 'hang' | 'delay-ms' | 'fickle' | 'discerning' | 'cost';

/** A model that tells what it was asked, whoever asked and however often it was killed. */
export class StubModel {
  readonly folder: string;
  readonly command = 'stub';

  private constructor(folder: string) {
    this.folder = folder;
  }

  static async inFolder(folder: string): Promise<StubModel> {
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'stub.mjs'), PROGRAM);
    await appendFile(join(folder, 'asked.log'), '');
    const executable = process.execPath;
    const args = [join(folder, 'stub.mjs'), folder];
    await writeFile(join(folder, 'commands.json'), JSON.stringify({ stub: { executable, args } }));
    return new StubModel(folder);
  }

  get commandsFile(): string {
    return join(this.folder, 'commands.json');
  }

  /** Every question so far, in order, repeated ones too. */
  async asked(): Promise<readonly string[]> {
    return (await readFile(join(this.folder, 'asked.log'), 'utf8')).split('\n').slice(0, -1);
  }

  async forget(): Promise<void> {
    await writeFile(join(this.folder, 'asked.log'), '');
  }

  async tell(order: Order, value: string): Promise<void> {
    await writeFile(join(this.folder, order), value);
  }

  async stopTelling(order: Order): Promise<void> {
    await rm(join(this.folder, order), { force: true });
  }
}
