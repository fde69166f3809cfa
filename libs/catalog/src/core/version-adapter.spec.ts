import { manifestOf } from './manifest.js';
import { checkAdapter, type VersionAdapter, versionAdapter } from './version-adapter.js';

const isbot: VersionAdapter = { kind: 'npm-package', package: 'isbot', version: '5.2.3', entry: 'isbot' };
const rules: VersionAdapter = { kind: 'rule-list', file: 'rules/list.json', sha256: 'ab'.repeat(32) };
const constant: VersionAdapter = { kind: 'constant', label: 'bot' };

const problemPaths = (input: unknown): string[] =>
  versionAdapter.safeParse(input).error?.issues.map(({ path }) => path.join('/')) ?? [];

describe('versionAdapter', () => {
  it.each([isbot, rules, constant])('reads %j', (adapter) => {
    expect(versionAdapter.parse(adapter)).toEqual(adapter);
  });

  it('loads no function that is not on the list', () => {
    expect(problemPaths({ ...isbot, package: 'left-pad', entry: 'left-pad' })).toEqual(['entry']);
  });

  it('loads no listed function from another package', () => {
    expect(problemPaths({ ...isbot, package: 'isbot-fork' })).toEqual(['entry']);
  });

  it.each(['^5.2.3', '5.2', 'latest', '5.2.3 ', '05.2.3'])('takes %j for no identity', (version) => {
    expect(problemPaths({ ...isbot, version })).toEqual(['version']);
  });

  it('refuses kinds it does not know and fields of another kind', () => {
    expect(problemPaths({ kind: 'shell-command', label: 'bot' })).toEqual(['kind']);
    expect(versionAdapter.safeParse({ ...constant, entry: 'isbot' }).success).toBe(false);
  });
});

describe('checkAdapter', () => {
  const manifest = manifestOf([
    { path: 'package.json', sizeBytes: 1, sha256: 'cd'.repeat(32) },
    { path: 'rules/list.json', sizeBytes: 1, sha256: 'ab'.repeat(32) },
  ]);

  it.each([isbot, rules, constant])('is content when the manifest holds what it needs: %j', (adapter) => {
    expect(checkAdapter(adapter, manifest)).toBeUndefined();
  });

  it('names the field that does not go with the manifest', () => {
    expect(checkAdapter({ ...rules, file: 'list.json' }, manifest)?.path).toBe('/file');
    expect(checkAdapter({ ...rules, sha256: 'ef'.repeat(32) }, manifest)?.path).toBe('/sha256');
    expect(checkAdapter(isbot, manifestOf([]))?.path).toBe('/package');
  });
});
