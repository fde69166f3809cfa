import { basename } from 'node:path';
import { sha256Hex } from '#libs/kernel';
import { parse as parseYaml } from 'yaml';
import { z } from 'zod';
import {
  bytesOf,
  CODE_FOLDERS,
  filesUnder,
  isCode,
  isSpec,
  isThere,
  linesWith,
  textOf,
  unpackedBytesOf,
} from './source-tree.js';

const FILES = CODE_FOLDERS.flatMap(filesUnder);
const CODE = FILES.filter(isCode);
// This file has to name what it looks for.
const OTHER_CODE = CODE.filter((path) => path !== 'test/tidy/tidy.spec.ts');
const CORE = CODE.filter((path) => /^libs\/[^/]+\/src\/core\//.test(path) && !isSpec(path));

describe('names', () => {
  it('of files and folders are kebab-case', () => {
    const name = /^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9-]+)*$/;
    const crooked = CODE.filter((path) => path.split('/').some((part) => !name.test(part)));
    expect(crooked).toEqual([]);
  });

  it('say what is inside', () => {
    const hollow =
      /(^|[-./])(utils?|helpers?|common|shared|misc|base|manager|types|constants|entity|entities|repository)(?=[-./]|$)/;
    expect(FILES.filter((path) => hollow.test(path))).toEqual([]);
  });
});

describe('libraries', () => {
  /** Capabilities have the same rooms; these three carry them. */
  const GROUND = new Set(['kernel', 'platform', 'sdk']);
  const ofCapabilities = FILES.flatMap((path) => {
    const [, library = '', inside = ''] = /^libs\/([^/]+)\/src\/(.+)$/.exec(path) ?? [];
    return library === '' || GROUND.has(library) ? [] : [{ path, library, inside }];
  });

  it('have the same rooms and no others', () => {
    const rooms = /^(core\/|adapters\/|[^/]+$)/;
    expect(ofCapabilities.filter(({ inside }) => !rooms.test(inside))).toEqual([]);
  });

  it('name a file by its role, or by what it does', () => {
    const role =
      /^[a-z-]+\.(contract|store|service|controller|processor|gateway|module|jobs|guard|view)(\.spec)?\.ts$/;
    const work = /^[a-z-]+(\.spec)?\.ts$/;
    const strange = ofCapabilities.filter(
      ({ inside }) => !inside.includes('/') && !role.test(inside) && !work.test(inside),
    );
    expect(strange).toEqual([]);
  });

  it('have a face, a contract and a module', () => {
    // Nothing serves a log of records yet: what there is, is its core.
    const libraries = [...new Set(ofCapabilities.map(({ library }) => library))].filter(
      (library) => library !== 'records',
    );
    const needed = (library: string) => ['index.ts', `${library}.contract.ts`, `${library}.module.ts`];
    const missing = libraries.flatMap((library) =>
      needed(library)
        .map((file) => `libs/${library}/src/${file}`)
        .filter((path) => !FILES.includes(path)),
    );
    expect(missing).toEqual([]);
  });

  it('have a core without clock, dice or I/O', () => {
    const impure =
      /\bDate\.now\(|\bMath\.random\(|\bnew Date\(\)|\bperformance\.|\bprocess\.|\bfetch\(|from '(node:|#libs\/(?!kernel'))/;
    expect(linesWith(CORE, impure)).toEqual([]);
  });
});

describe('code', () => {
  it('stands in files of at most 400 lines', () => {
    const long = CODE.filter((path) => !path.endsWith('.css')).filter(
      (path) => textOf(path).trimEnd().split('\n').length > 400,
    );
    expect(long).toEqual([]);
  });

  it('leaves nothing for later', () => {
    expect(linesWith(OTHER_CODE, /\b(TODO|FIXME|XXX|HACK)\b/)).toEqual([]);
  });

  it('switches no check off', () => {
    expect(
      linesWith(
        OTHER_CODE,
        /eslint-disable|prettier-ignore|@ts-(ignore|expect-error|nocheck)|\bas any\b|: any\b/,
      ),
    ).toEqual([]);
  });

  it('has no cycle that Nest would have to be told of, and nothing global', () => {
    expect(linesWith(OTHER_CODE, /\bforwardRef\b|@Global\b/)).toEqual([]);
  });

  it('does not print its work in progress', () => {
    const ofService = OTHER_CODE.filter((path) => /^(libs|apps)\//.test(path) && !isSpec(path));
    expect(linesWith(ofService, /\bconsole\.|\bdebugger\b/)).toEqual([]);
  });
});

describe('tests', () => {
  const SPECS = OTHER_CODE.filter(isSpec);

  it('all run', () => {
    expect(
      linesWith(
        SPECS,
        /\b(it|test|describe)\.(only|todo)\b|(?<![.\w])f(it|describe)\(|\bx(it|test|describe)\(/,
      ),
    ).toEqual([]);
  });

  it('that are skipped tell why', () => {
    const skipping = SPECS.filter((path) => /\b(it|test|describe)\.skip\b/.test(textOf(path)));
    expect(skipping.filter((path) => !textOf(path).includes('(skipped: '))).toEqual([]);
  });
});

describe('decisions', () => {
  it('are listed in their index, and the index lists no others', () => {
    const records = filesUnder('docs/decisions')
      .map((path) => basename(path))
      .filter((name) => name !== 'README.md');
    const listed = [...textOf('docs/decisions/README.md').matchAll(/\]\((\d{4}-[a-z0-9-]+\.md)\)/g)];
    expect(listed.map(([, name]) => name)).toEqual(records);
    expect(records.map((name) => name.slice(0, 4))).toEqual(
      records.map((_, index) => String(index + 1).padStart(4, '0')),
    );
  });
});

describe('dependencies', () => {
  const versions = z.record(z.string(), z.string()).default({});
  const manifest = z
    .object({
      dependencies: versions,
      devDependencies: versions,
      optionalDependencies: versions,
      peerDependencies: versions,
    })
    .parse(JSON.parse(textOf('package.json')));

  it('are pinned exactly', () => {
    const loose = Object.values(manifest)
      .flatMap((group) => Object.entries(group))
      .filter(([, version]) => !/^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$/.test(version));
    expect(loose).toEqual([]);
  });

  it('come from whichever registry the reader uses', () => {
    expect(textOf('package-lock.json')).not.toContain('"resolved"');
  });
});

describe('shipped data', () => {
  const digest = z.string().regex(/^[0-9a-f]{64}$/);
  const sources = z.object({
    sources: z
      .array(
        z.object({
          package: z.string(),
          version: z.string(),
          licence: z.string().min(1),
          fileCount: z.int().min(1),
          filesSha256: digest,
          /** Left out where there are too many; their digest together stands beside. */
          files: z.array(z.object({ path: z.string(), sha256: digest })).default([]),
          licenceText: z.string(),
          licenceTextSha256: digest,
        }),
      )
      .min(1),
  });
  const domain = z.object({
    task: z.string(),
    licence: z.string().min(1),
    dataset_kwargs: z.object({ data_files: z.record(z.string(), z.string()) }),
    data_files_sha256: z.record(z.string(), digest),
  });

  const folders = [...new Set(filesUnder('domains').map((path) => path.split('/')))]
    .filter((parts) => parts.length > 2)
    .map(([, folder = '']) => folder);

  describe.each([...new Set(folders)])('of domains/%s', (folder) => {
    const path = (file: string): string => `domains/${folder}/${file}`;
    const definitionText = textOf(path('domain.yaml'));
    const definition = domain.parse(parseYaml(definitionText));
    const { sources: origins } = sources.parse(JSON.parse(textOf(path('sources.json'))));

    it('ships the licence texts of its sources', () => {
      for (const { licenceText, licenceTextSha256 } of origins)
        expect(sha256Hex(bytesOf(path(licenceText)))).toBe(licenceTextSha256);
    });

    // Packages that are large, or bring hundreds of others along, are needed to write the domain only.
    const installed = origins.filter(({ package: name }) => isThere(`node_modules/${name}/package.json`));
    for (const { package: name, version, files } of installed)
      it(`comes from the pinned files of ${name}`, () => {
        const manifest = z
          .object({ version: z.string() })
          .parse(JSON.parse(textOf(`node_modules/${name}/package.json`)));
        expect(manifest.version).toBe(version);
        for (const file of files)
          expect(sha256Hex(bytesOf(`node_modules/${name}/${file.path}`))).toBe(file.sha256);
      });

    it('has the digests that its definition tells', () => {
      const files = definition.dataset_kwargs.data_files;
      expect(
        Object.fromEntries(
          Object.entries(files).map(([split, file]) => [split, sha256Hex(unpackedBytesOf(path(file)))]),
        ),
      ).toEqual(definition.data_files_sha256);
    });

    it('has no file whose digest is told nowhere', () => {
      const told = `${definitionText}\n${textOf(path('sources.json'))}`;
      const untold = filesUnder(`domains/${folder}`)
        .filter((file) => !/\/(domain\.yaml|sources\.json)$/.test(file))
        .filter((file) => !told.includes(sha256Hex(unpackedBytesOf(file))));
      expect(untold).toEqual([]);
    });
  });
});
