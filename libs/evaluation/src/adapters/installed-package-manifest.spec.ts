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

  it('refuses a package whose behaviour rests on other packages', async () => {
    await writeFile(join(folder, 'package.json'), '{"version":"1.0.0","dependencies":{"other":"*"}}');
    expect(await read()).toMatchObject({ error: { code: 'package-has-dependencies' } });
  });

  it('refuses links, whose target is not pinned', async () => {
    await symlink('/etc/hostname', join(folder, 'lib', 'host'));
    expect(await read()).toEqual({ ok: false, error: { code: 'not-a-plain-file', path: 'lib/host' } });
  });
});
