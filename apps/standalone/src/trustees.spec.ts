import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { embedTrustees } from './trustees.js';

let folder: string;
const { SALVOR_TRUSTEES: trustees, SALVOR_TRUSTEE_THRESHOLD: threshold } = process.env;

function setSettings(values: { trustees?: string | undefined; threshold?: string | undefined }): void {
  delete process.env['SALVOR_TRUSTEES'];
  delete process.env['SALVOR_TRUSTEE_THRESHOLD'];
  if (values.trustees !== undefined) process.env['SALVOR_TRUSTEES'] = values.trustees;
  if (values.threshold !== undefined) process.env['SALVOR_TRUSTEE_THRESHOLD'] = values.threshold;
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'salvor-trustees-'));
  setSettings({});
});

afterEach(() => {
  setSettings({ trustees, threshold });
  rmSync(folder, { recursive: true });
});

describe('embedTrustees', () => {
  it('makes three with keys of their own and tells them to the service', () => {
    const embedded = embedTrustees(folder);
    expect(embedded.map(({ id }) => id)).toEqual(['trustee-1', 'trustee-2', 'trustee-3']);
    expect(new Set(embedded.map(({ publicKey }) => publicKey)).size).toBe(3);
    expect(process.env['SALVOR_TRUSTEES']).toBe(
      embedded.map(({ id, publicKey }) => `${id}:${publicKey}`).join(','),
    );
    expect(process.env['SALVOR_TRUSTEE_THRESHOLD']).toBe('2');
  });

  it('finds the same ones at the next start', () => {
    const embedded = embedTrustees(folder);
    setSettings({});
    expect(embedTrustees(folder)).toEqual(embedded);
  });

  it('leaves the trustees of the settings alone', () => {
    setSettings({ trustees: 'court:00', threshold: '3' });
    expect(embedTrustees(folder)).toEqual([]);
    expect(process.env['SALVOR_TRUSTEES']).toBe('court:00');
    expect(process.env['SALVOR_TRUSTEE_THRESHOLD']).toBe('3');
  });

  it('takes the threshold from the settings when there is one', () => {
    setSettings({ threshold: '3' });
    embedTrustees(folder);
    expect(process.env['SALVOR_TRUSTEE_THRESHOLD']).toBe('3');
  });

  it('says what is wrong with a key that cannot be used', () => {
    const [first] = embedTrustees(folder);
    setSettings({});
    chmodSync(join(first?.folder ?? '', 'trustee-key.json'), 0o644);
    expect(() => embedTrustees(folder)).toThrow('chmod 600');
  });
});
