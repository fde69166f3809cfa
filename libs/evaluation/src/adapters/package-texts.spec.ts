import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packageTexts } from './package-texts.js';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'salvor-texts-'));
});
afterEach(() => rm(folder, { recursive: true }));

const textsOf = async (files: Readonly<Record<string, string>>): Promise<readonly string[]> => {
  for (const [path, content] of Object.entries(files)) {
    await mkdir(join(folder, path, '..'), { recursive: true });
    await writeFile(join(folder, path), content);
  }
  const texts = await packageTexts(folder);
  return texts.ok ? texts.value : [];
};

describe('packageTexts', () => {
  it('reads the string literals of code, whatever quotes them', async () => {
    const code = `// it's a list\nexport const list = ["don't", 'say \\'this\\'', \`or\nthat\`];`;
    expect(await textsOf({ 'index.js': code })).toEqual(["don't", "say \\'this\\'", 'or\nthat']);
  });

  it('reads the strings of JSON and the lines of texts', async () => {
    expect(await textsOf({ 'data.json': '{"text": "a \\"b\\" c"}', 'list.txt': 'one\ntwo' })).toEqual(
      expect.arrayContaining(['text', 'a \\"b\\" c', 'one', 'two']),
    );
  });

  it('leaves out other packages, maps and what is no text', async () => {
    const files = {
      'node_modules/other/index.js': '"other"',
      'index.js.map': '"map"',
      'model.bin': '"weights"',
    };
    expect(await textsOf(files)).toEqual([]);
  });

  it('refuses more than can be searched', async () => {
    await writeFile(join(folder, 'huge.txt'), Buffer.alloc(33 * 1024 * 1024, 'x'));
    expect(await packageTexts(folder)).toMatchObject({ ok: false });
  });
});
