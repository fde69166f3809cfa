import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sha256Hex } from '#libs/kernel';
import { installedPackageManifest } from './installed-package-manifest.js';

describe('installedPackageManifest', () => {
  let root: string;
  let folder: string;

  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'salvor-packages-'));
    folder = join(root, 'node_modules', 'oracle');
    await mkdir(join(folder, 'lib'), { recursive: true });
    await writeFile(join(folder, 'package.json'), '{"version":"1.0.0"}');
    await writeFile(join(folder, 'lib', 'index.js'), 'yes');
  });

  afterEach(() => rm(root, { recursive: true }));

  const read = (name = 'oracle', from = root): ReturnType<typeof installedPackageManifest> =>
    installedPackageManifest(name, '1.0.0', from);

  it('lists the files as installed, sorted, without nested node_modules', async () => {
    await mkdir(join(folder, 'node_modules', 'other'), { recursive: true });
    await writeFile(join(folder, 'node_modules', 'other', 'index.js'), 'no');
    expect(await read()).toEqual({
      ok: true,
      value: {
        folder,
        manifest: {
          files: [
            { path: 'lib/index.js', sizeBytes: 3, sha256: sha256Hex('yes') },
            { path: 'package.json', sizeBytes: 19, sha256: sha256Hex('{"version":"1.0.0"}') },
          ],
        },
      },
    });
  });

  it('is found from folders below', async () => {
    expect(await read('oracle', join(root, 'dist', 'libs'))).toMatchObject({ ok: true, value: { folder } });
  });

  it.each(['absent', '../oracle', 'oracle/lib', '/etc', ''])('does not find %j', async (name) => {
    expect(await read(name)).toEqual({ ok: false, error: { code: 'package-not-installed', package: name } });
  });

  describe('of a package that depends on others', () => {
    const install = async (at: string, version: string, extra: object = {}): Promise<void> => {
      await mkdir(join(root, 'node_modules', at), { recursive: true });
      await writeFile(join(root, 'node_modules', at, 'package.json'), JSON.stringify({ version, ...extra }));
    };
    const paths = async (): Promise<readonly string[]> => {
      const installed = await read();
      return installed.ok ? installed.value.manifest.files.map(({ path }) => path) : [];
    };

    it('holds their files too, each under its name and version', async () => {
      await install('oracle', '1.0.0', { dependencies: { '@delphi/tripod': '*' } });
      await install('@delphi/tripod', '2.1.0', { dependencies: { smoke: '*' } });
      await install('smoke', '3.0.0', { dependencies: { oracle: '*' } });
      expect(await paths()).toEqual([
        'lib/index.js',
        'node_modules/@delphi/tripod@2.1.0/package.json',
        'node_modules/smoke@3.0.0/package.json',
        'package.json',
      ]);
    });

    it('takes the copy that Node would load', async () => {
      await install('oracle', '1.0.0', { dependencies: { smoke: '*' } });
      await install('smoke', '3.0.0');
      await install('oracle/node_modules/smoke', '2.0.0');
      expect(await paths()).toContain('node_modules/smoke@2.0.0/package.json');
      expect(await paths()).not.toContain('node_modules/smoke@3.0.0/package.json');
    });

    it('is refused when one of them is missing', async () => {
      await install('oracle', '1.0.0', { dependencies: { smoke: '*' } });
      expect(await read()).toEqual({
        ok: false,
        error: { code: 'package-not-installed', package: 'smoke' },
      });
    });

    it('does without optional ones and peers that are not there', async () => {
      await install('oracle', '1.0.0', {
        dependencies: { smoke: '*' },
        optionalDependencies: { smoke: '*' },
        peerDependencies: { priest: '*' },
      });
      expect(await paths()).toEqual(['lib/index.js', 'package.json']);
      await install('priest', '4.0.0');
      expect(await paths()).toContain('node_modules/priest@4.0.0/package.json');
    });
  });

  it('refuses links, whose target is not pinned', async () => {
    await symlink('/etc/hostname', join(folder, 'lib', 'host'));
    expect(await read()).toEqual({ ok: false, error: { code: 'not-a-plain-file', path: 'lib/host' } });
  });
});
