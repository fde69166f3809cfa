import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { assert, sha256Hex } from '#libs/kernel';
import { readDomainFolder } from '../../libs/evaluation/src/adapters/index.js';

const { bin } = JSON.parse(readFileSync('package.json', 'utf8')) as { bin: { salvor: string } };

type Run = { readonly status: number | null; readonly stdout: Buffer; readonly stderr: string };

function salvor(args: readonly string[], input: string | Buffer = ''): Run {
  const { status, stdout, stderr } = spawnSync(process.execPath, [bin.salvor, ...args], {
    input,
    maxBuffer: 64 * 1024 * 1024,
    env: { PATH: process.env['PATH'] },
  });
  return { status, stdout, stderr: stderr.toString('utf8') };
}

describe('salvor', () => {
  it('lists its commands with --help and shows how to call it without arguments', () => {
    const help = salvor(['--help']);
    expect(help).toMatchObject({ status: 0, stderr: '' });
    expect(help.stdout.toString()).toMatch(/^Usage: salvor COMMAND/);
    expect(help.stdout.toString()).toContain('canonicalize');
    expect(salvor([])).toMatchObject({ status: 2, stdout: Buffer.alloc(0) });
  });

  it('refuses an unknown command and an unknown option on standard error only', () => {
    for (const args of [
      ['canonicalise'],
      ['canonicalize', '--pretty'],
      ['canonicalize', '--input', '/no/such/file'],
    ]) {
      const { status, stdout, stderr } = salvor(args);
      expect({ status, stdout: stdout.length }).toEqual({ status: 2, stdout: 0 });
      expect(JSON.parse(stderr)).toMatchObject({ type: 'urn:salvor:problem:validation-failed' });
    }
  });
});

describe('salvor canonicalize', () => {
  // RFC 8785, sections 3.2.2 and 3.2.3.
  it.each([
    [
      '{"numbers":[333333333.33333329,1E30,4.50,2e-3,0.000000000000000000000000001],"string":"\\u20ac$\\u000F\\u000aA\'\\u0042\\u0022\\u005c\\\\\\"\\/","literals":[null,true,false]}',
      '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    ],
    [
      '{"\\u20ac":"Euro Sign","\\r":"Carriage Return","\\ufb33":"Hebrew Letter Dalet With Dagesh","1":"One","\\ud83d\\ude00":"Emoji: Grinning Face","\\u0080":"Control","\\u00f6":"Latin Small Letter O With Diaeresis"}',
      '{"\\r":"Carriage Return","1":"One","\u0080":"Control","ö":"Latin Small Letter O With Diaeresis","€":"Euro Sign","😀":"Emoji: Grinning Face","\ufb33":"Hebrew Letter Dalet With Dagesh"}',
    ],
  ])('writes the bytes of the standard’s own examples', (input, canonical) => {
    const { status, stdout, stderr } = salvor(['canonicalize'], input);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toEqual(Buffer.from(canonical, 'utf8'));
  });

  it('does what the example in its help says', () => {
    const help = salvor(['canonicalize', '--help']).stdout.toString();
    const [, input = '', output] = /echo '(.*)' \| salvor canonicalize\n {2}(.*)\n/.exec(help) ?? [];
    expect(salvor(['canonicalize'], input).stdout.toString()).toBe(output);
  });

  it('reads a file', () => {
    const fromFile = salvor(['canonicalize', '--input', 'package.json']).stdout;
    expect(fromFile).toEqual(salvor(['canonicalize'], readFileSync('package.json')).stdout);
    expect(JSON.parse(fromFile.toString())).toEqual(JSON.parse(readFileSync('package.json', 'utf8')));
  });

  it('writes megabytes through a pipe whole', () => {
    const long = JSON.stringify(Array.from({ length: 300_000 }, (_, index) => `item ${String(index)}`));
    const { stdout } = salvor(['canonicalize'], long);
    expect(stdout.length).toBe(long.length);
    expect(sha256Hex(Uint8Array.from(stdout))).toBe(sha256Hex(long));
  });

  it.each([
    ['{', ''],
    ['', ''],
    ['{"a":{"b":1,"b":2}}', '/b'],
    ['{"a":1e999}', '/a'],
    ['["\\ud800"]', '/0'],
  ])('refuses %j and names the place', (input, path) => {
    const { status, stdout, stderr } = salvor(['canonicalize'], input);
    expect({ status, stdout: stdout.length }).toEqual({ status: 2, stdout: 0 });
    expect((JSON.parse(stderr) as { errors: { path: string }[] }).errors[0]?.path).toContain(path);
  });
});

/** Runs the example that a command's help shows. */
function exampleOf(command: string): Record<string, unknown> {
  const help = salvor([command, '--help']).stdout.toString();
  const [, input = ''] = new RegExp(`echo '(.*)' \\| salvor ${command}`).exec(help) ?? [];
  const { status, stdout, stderr } = salvor([command], input);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return JSON.parse(stdout.toString()) as Record<string, unknown>;
}

const faultOf = (command: string, input: object): string => {
  const { status, stdout, stderr } = salvor([command], JSON.stringify(input));
  expect({ status, stdout: stdout.length }).toEqual({ status: 2, stdout: 0 });
  return (JSON.parse(stderr) as { errors: { path: string }[] }).errors[0]?.path ?? '';
};

describe('salvor metrics', () => {
  it('answers the example in its help, refusing what six rows cannot carry', () => {
    expect(exampleOf('metrics')).toMatchObject({
      accuracy: { value: 5 / 6, n: 6 },
      expectedCalibrationError: { refused: { code: 'too-few-rows' } },
    });
  });

  it('gives the same bytes for the same rows', () => {
    const label = Array.from({ length: 400 }, (_, row) => ((row * 7) % 3 === 0 ? 1 : 0));
    const probability = label.map((truth, row) => ((row * 37) % 100) / 200 + truth / 2);
    const input = JSON.stringify({ label, probability, cluster: label.map((_, row) => row % 40) });
    const once = salvor(['metrics'], input).stdout.toString();
    expect(once).toBe(salvor(['metrics'], input).stdout.toString());
    expect(JSON.parse(once)).toMatchObject({ expectedCalibrationError: { n: 400 } });
  });

  it.each([
    [{ label: [1, 2], probability: [0.5, 0.5] }, '/label/1'],
    [{ label: [1, 0], probability: [0.5, 1.5] }, '/probability/1'],
    [{ label: [1, 0], probability: [0.5] }, '/probability'],
    [{ label: [1], probability: [0.5], cluster: ['a', 'b'] }, '/cluster'],
    [{ label: [], probability: [] }, '/label'],
    [{ label: [1], probability: [0.5], weights: [1] }, '/weights'],
    [{ label: [1] }, '/probability'],
  ])('refuses %j at its field', (input, path) => {
    expect(faultOf('metrics', input)).toBe(path);
  });
});

describe('salvor compare', () => {
  it('answers the example in its help', () => {
    expect(exampleOf('compare')).toMatchObject({
      difference: 0.4,
      n: 5,
      mcnemar: { b: 2, c: 0, exact: 0.5 },
    });
  });

  it('refuses McNemar for scores that are not 0 or 1, and an interval for one cluster', () => {
    const { stdout } = salvor(['compare'], JSON.stringify({ a: [0.5, 1], b: [0, 1], cluster: ['x', 'x'] }));
    expect(JSON.parse(stdout.toString())).toMatchObject({
      difference: 0.25,
      standardError: { refused: { code: 'too-few-clusters' } },
      mcnemar: { refused: { code: 'not-binary' } },
    });
  });

  it.each([
    [{ a: [1], b: [1, 0] }, '/b'],
    [{ a: [1], b: ['x'] }, '/b/0'],
    [{ a: [1] }, '/b'],
  ])('refuses %j at its field', (input, path) => {
    expect(faultOf('compare', input)).toBe(path);
  });
});

describe('salvor import-promptfoo', () => {
  const CONFIGURATION = `
description: Capitals
providers: [openai:gpt-4o-mini]
prompts: ['What is the capital of {{country}}?', 'Name the capital of {{country}}.']
tests:
  - vars: { country: France }
    assert: [{ type: contains, value: Paris }]
  - vars: { country: Italy }
    assert: [{ type: regex, value: '^(Roma|Rome)$' }]
`;
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'salvor-cli-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  const importing = (input: string, name = 'capitals', output = join(folder, 'capitals')): Run =>
    salvor(['import-promptfoo', '--name', name, '--licence', 'CC0-1.0', '--output', output], input);

  it('writes a folder that the service reads, and says what is in it', async () => {
    const { status, stdout, stderr } = importing(CONFIGURATION);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    const domain = await readDomainFolder(join(folder, 'capitals'));
    assert(domain.ok, JSON.stringify(domain));
    expect(domain.value.rows.map(({ input }) => input)).toEqual([
      'What is the capital of France?',
      'What is the capital of Italy?',
      'Name the capital of France.',
      'Name the capital of Italy.',
    ]);
    expect(JSON.parse(stdout.toString())).toMatchObject({
      task: 'capitals',
      rows: 4,
      slices: [
        { key: 'prompt-1', rows: 2 },
        { key: 'prompt-2', rows: 2 },
      ],
      digest: domain.value.definitionDigest,
    });
  });

  it('runs the example in its help', () => {
    const help = salvor(['import-promptfoo', '--help']).stdout.toString();
    const [, input = '', args = ''] = /echo '(.*)' \| salvor (import-promptfoo .*)\n/.exec(help) ?? [];
    const { status } = salvor(args.replace(/--output .*/, `--output ${join(folder, 'x')}`).split(' '), input);
    expect({ status, written: existsSync(join(folder, 'x', 'rows.jsonl')) }).toEqual({
      status: 0,
      written: true,
    });
  });

  it('overwrites nothing', () => {
    expect(importing(CONFIGURATION).status).toBe(0);
    const before = readFileSync(join(folder, 'capitals', 'domain.yaml'));
    expect(importing(CONFIGURATION.replace('Capitals', 'Others')).status).toBe(2);
    expect(readFileSync(join(folder, 'capitals', 'domain.yaml'))).toEqual(before);
  });

  it.each([
    [
      'what it does not understand',
      CONFIGURATION.replace('contains', 'llm-rubric'),
      '/tests/0/assert/0/type',
    ],
    ['what is no YAML', 'prompts: [', ''],
    ['a configuration without tests', 'prompts: [x]', '/tests'],
  ])('refuses %s at its place and writes nothing', (_what, input, path) => {
    const { status, stdout, stderr } = importing(input);
    expect({ status, stdout: stdout.length }).toEqual({ status: 2, stdout: 0 });
    expect((JSON.parse(stderr) as { errors: { path: string }[] }).errors[0]?.path).toBe(path);
    expect(existsSync(join(folder, 'capitals'))).toBe(false);
  });

  it('names the option that is wrong or missing', () => {
    expect(importing(CONFIGURATION, 'Not a name').stderr).toContain('--name: must be lower-case');
    expect(salvor(['import-promptfoo'], CONFIGURATION).stderr).toContain('--name, --licence and --output');
    expect(salvor(['metrics', '--name', 'x'], '{}').status).toBe(2);
  });
});
