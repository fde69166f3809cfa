import { join } from 'node:path';
import { askRows } from './ask-rows.js';
import { shippedDomainsFolder } from './shipped-domains.js';

const FOLDER = join(shippedDomainsFolder(), 'bot-user-agents');

describe('askRows', () => {
  it('asks a package that is installed here, batch by batch and in order', async () => {
    const adapter = { kind: 'npm-package', package: 'isbot', version: '5.2.3', entry: 'isbot' } as const;
    const inputs = Array.from({ length: 2_500 }, (_, at) =>
      at % 2 === 0 ? 'Googlebot/2.1' : 'Mozilla/5.0 Firefox/1',
    );
    const said = await askRows(adapter, FOLDER, inputs);
    expect(said).toMatchObject({ ok: true });
    const labels = said.ok ? said.value.map(({ label }) => label) : [];
    expect(labels).toHaveLength(2_500);
    expect(labels.slice(1_998, 2_002)).toEqual(['bot', 'browser', 'bot', 'browser']);
  });

  it('tells what cannot be asked', async () => {
    const absent = { kind: 'npm-package', package: 'isbot', version: '5.2.4', entry: 'isbot' } as const;
    expect(await askRows(absent, FOLDER, ['x'])).toMatchObject({
      error: { code: 'package-version-differs' },
    });
    const endpoint = { kind: 'local-process', command: 'none' } as const;
    expect(await askRows(endpoint, FOLDER, ['x'])).toMatchObject({ ok: false });
  });
});
