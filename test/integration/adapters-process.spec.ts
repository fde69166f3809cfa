import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { manifestOf } from '#core/catalog';
import { assert } from '#libs/kernel';
import { NO_REACH, type OpenModel, openModel } from '../../libs/evaluation/src/adapters/index.js';

const options = { timeoutMs: 10_000 };

/** Reads a line, calls `answer` with what it holds, writes what comes back. */
const speaking = (answer: string): string => `
  require('node:readline').createInterface({ input: process.stdin }).on('line', (line) => {
    const { id, input } = JSON.parse(line);
    const write = (value) => process.stdout.write(JSON.stringify(value) + '\\n');
    ${answer}
  });`;

describe('a local process', () => {
  let folder: string;
  const opened: OpenModel[] = [];

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'salvor-process-'));
  });

  afterEach(async () => {
    for (const model of opened.splice(0)) await model.close();
    await rm(folder, { recursive: true });
  });

  /** A program of Node.js that the operator allows under the name `classifier`. */
  async function open(program: string, executable = process.execPath): Promise<OpenModel> {
    const file = join(folder, 'program.cjs');
    await writeFile(file, program);
    const environment = { GREETING: 'hello', FOLDER: folder };
    const reach = {
      ...NO_REACH,
      allowedCommands: { classifier: { executable, args: [file], folder, environment } },
    };
    const adapter = { kind: 'local-process', command: 'classifier' } as const;
    const model = await openModel(adapter, { manifest: manifestOf([]) }, undefined, reach);
    assert(model.ok, JSON.stringify(model));
    opened.push(model.value);
    return model.value;
  }

  async function isRunning(pidFile: string): Promise<boolean> {
    const pid = Number(await readFile(join(folder, pidFile), 'utf8'));
    try {
      process.kill(pid, 0);
      return !(await readFile(`/proc/${String(pid)}/stat`, 'utf8').catch(() => ' R ')).includes(') Z ');
    } catch {
      return false;
    }
  }

  async function gone(pidFile: string): Promise<void> {
    while (await isRunning(pidFile)) await wait(10);
  }

  it('answers line by line, batch after batch', async () => {
    const model = await open(speaking('write({ id, label: input.toUpperCase(), score: 0.5, extra: 1 });'));
    for (const inputs of [['spam', 'h\u00e4m\n'], ['eggs']]) {
      const answers = await model.answer(inputs, options);
      assert(answers.ok, JSON.stringify(answers));
      expect(answers.value.map(({ label }) => label)).toEqual(
        inputs.map((input) => input.trim().toUpperCase()),
      );
      expect(answers.value[0]).toMatchObject({ score: 0.5 });
      expect(answers.value[0]?.latencyMicros).toBeGreaterThan(0);
    }
  });

  it('knows nothing of our environment but what the operator gives it', async () => {
    const names = 'Object.keys(process.env).filter((name) => name !== "__CF_USER_TEXT_ENCODING").sort()';
    const model = await open(speaking(`write({ id, label: ${names}.join() + process.env.GREETING });`));
    expect(await model.answer(['a'], options)).toMatchObject({ value: [{ label: 'FOLDER,GREETINGhello' }] });
  });

  it('is not started unless it is on the list', async () => {
    for (const command of ['another', 'constructor'])
      expect(
        await openModel(
          { kind: 'local-process', command },
          { manifest: manifestOf([]) },
          undefined,
          NO_REACH,
        ),
      ).toEqual({ ok: false, error: { code: 'command-not-allowed', command } });
  });

  it('is ended with all its children when it hangs', async () => {
    const child =
      "require('node:child_process').spawn(process.execPath, ['-e', 'setInterval(() => 0, 1000)'])";
    const model = await open(`
      const fs = require('node:fs');
      fs.writeFileSync(process.env.FOLDER + '/parent', String(process.pid));
      fs.writeFileSync(process.env.FOLDER + '/child', String(${child}.pid));
      ${speaking('if (input === "first") write({ id, label: "ok" });')}`);
    expect(await model.answer(['first'], options)).toMatchObject({ ok: true });
    expect(await isRunning('child')).toBe(true);
    expect(await model.answer(['second'], { timeoutMs: 100 })).toEqual({
      ok: false,
      error: { code: 'timed-out', timeoutMs: 100 },
    });
    await gone('parent');
    await gone('child');
    expect(await model.answer(['third'], options)).toMatchObject({ error: { code: 'model-closed' } });
  });

  it('is ended when the caller aborts', async () => {
    const model = await open(`
      require('node:fs').writeFileSync(process.env.FOLDER + '/parent', String(process.pid));
      ${speaking('if (input === "first") write({ id, label: "ok" });')}`);
    expect(await model.answer(['first'], options)).toMatchObject({ ok: true });
    const abort = new AbortController();
    const answers = model.answer(['second'], { ...options, signal: abort.signal });
    abort.abort();
    expect(await answers).toEqual({ ok: false, error: { code: 'aborted' } });
    await gone('parent');
  });

  it('is ended with what it started when the model is closed', async () => {
    const model = await open(`
      require('node:fs').writeFileSync(process.env.FOLDER + '/parent', String(process.pid));
      ${speaking('write({ id, label: "ok" });')}`);
    await model.answer(['first'], options);
    await model.close();
    expect(await isRunning('parent')).toBe(false);
  });

  it.each([
    [
      'floods us with one endless line',
      "setInterval(() => process.stdout.write('x'.repeat(100000)), 0);",
      'a line is longer',
    ],
    [
      'writes without being asked',
      'process.stdout.write(\'{"id":1,"label":"x"}\\n{"id":2,"label":"x"}\\n\');',
      'without being asked',
    ],
    ['writes what is no JSON', speaking("process.stdout.write('spam\\n');"), 'not JSON'],
    ['writes what is no answer', speaking('write({ id, answer: "spam" });'), 'no answer'],
    ['answers another question', speaking('write({ id: id + 1, label: "spam" });'), 'not asked'],
    ['ends', 'process.exit(3);', 'ended with code 3'],
    ['is killed', "process.kill(process.pid, 'SIGTERM'); setInterval(() => 0, 1000);", 'SIGTERM'],
  ])('has failed when it %s', async (_what, program, reason) => {
    const model = await open(program);
    const answers = await model.answer(['a', 'b'], options);
    expect(answers).toMatchObject({ error: { code: 'model-failed' } });
    expect(JSON.stringify(answers)).toContain(reason);
  });

  it('has failed when there is no such program', async () => {
    const model = await open('', '/nowhere/classifier');
    expect(await model.answer(['a'], options)).toEqual({
      ok: false,
      error: { code: 'model-failed', reason: 'the program could not be started: ENOENT' },
    });
  });

  it('may complain as much as it likes: the end of it stands in the reason', async () => {
    const program = `
      process.stderr.write('x'.repeat(5_000_000) + 'out of memory', () => process.exit(1));`;
    const answers = await (await open(program)).answer(['a'], options);
    const text = JSON.stringify(answers);
    expect(text).toContain('out of memory');
    expect(text.length).toBeLessThan(1_000);
  });

  it('hands over the answers that it gave before it failed', async () => {
    const model = await open(speaking('if (input === "bad") process.exit(1); write({ id, label: input });'));
    const told: string[] = [];
    const answers = await model.answer(['good', 'bad', 'good'], {
      ...options,
      onAnswer: (_index, { label }) => told.push(label),
    });
    expect(answers.ok).toBe(false);
    expect(told).toEqual(['good']);
  });
});
