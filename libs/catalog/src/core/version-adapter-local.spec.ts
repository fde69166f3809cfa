import { manifestOf } from './manifest.js';
import { checkAdapter, type VersionAdapter, versionAdapter } from './version-adapter.js';

const file = { file: 'model/linear.onnx', sha256: 'ab'.repeat(32) };
const network: VersionAdapter = {
  kind: 'onnx',
  ...file,
  input: { name: 'audio', type: 'float32', shape: [1, 512], encoding: 'base64-int16', scale: 1 / 32_768 },
  constants: [
    { name: 'rate', type: 'int64', shape: [], fill: 16_000 },
    { name: 'state', type: 'float32', shape: [2, 1, 128], fill: 0 },
  ],
  output: {
    name: 'speech',
    reading: { by: 'threshold', activation: 'none', threshold: 0.5, above: 'speech', atOrBelow: 'silence' },
  },
};
const recording: VersionAdapter = { kind: 'recorded-answers', ...file };
const command: VersionAdapter = { kind: 'local-process', command: 'stockfish' };

const problemPaths = (input: unknown): string[] =>
  versionAdapter.safeParse(input).error?.issues.map(({ path }) => path.join('/')) ?? [];

describe('an adapter for what runs in the house', () => {
  it.each([network, recording, command])('is read as it is: %j', (adapter) => {
    expect(versionAdapter.parse(adapter)).toEqual(adapter);
  });

  it.each(['/bin/sh', 'rm -rf', '../run', ''])('names a command and does not hold one: %j', (name) => {
    expect(problemPaths({ ...command, command: name })).toEqual(['command']);
  });

  it('takes no arguments from the version', () => {
    expect(problemPaths({ ...command, args: ['--help'] })).toEqual(['']);
  });

  it.each([network, recording])('needs its file in the manifest: %j', (adapter) => {
    const entry = { path: file.file, sizeBytes: 1, sha256: file.sha256 };
    expect(checkAdapter(adapter, manifestOf([entry]))).toBeUndefined();
    expect(checkAdapter(adapter, manifestOf([]))?.path).toBe('/file');
    expect(checkAdapter(adapter, manifestOf([{ ...entry, sha256: 'cd'.repeat(32) }]))?.path).toBe('/sha256');
  });
});
