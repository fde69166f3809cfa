import { refusalHtml } from './refusal-html.js';

const ABOUT = {
  valuationId: 'val_019a00000000700080000000000000ab',
  modelName: 'crawler-detector',
  versionLabel: '3',
  issuedOn: '2026-11-21',
  valuationDate: '2026-11-20',
  domains: ['bots', 'spam'],
  dossierDigest: 'd'.repeat(64),
};
const REFUSAL = { code: 'usage-too-short', reason: 'three months of usage tell no course', subject: 'bots' };

describe('the document of a refusal', () => {
  const page = refusalHtml(REFUSAL, ABOUT);

  it('gives the reason and no value', () => {
    expect(page).toContain('three months of usage tell no course');
    expect(page).toContain('<code>usage-too-short</code>');
    expect(page).toMatch(/<dt>About<\/dt>\s*<dd>bots<\/dd>/);
    expect(page).not.toMatch(/P50|<table/);
  });

  it('tells what was asked for', () => {
    for (const told of ['bots, spam', '2026-11-20', ABOUT.valuationId, ABOUT.dossierDigest])
      expect(page).toContain(told);
    expect(page).toContain('<title>Valuation of crawler-detector 3: estimate, not an appraisal</title>');
  });

  it('is about the whole where no domain is named', () => {
    const whole = refusalHtml({ ...REFUSAL, subject: null }, { ...ABOUT, dossierDigest: null });
    expect(whole).toMatch(/<dd>the whole dossier<\/dd>/);
    expect(whole).toContain('no dossier was made');
  });

  it('shows texts of others as texts', () => {
    const hostile = '<script>alert(1)</script>';
    const shown = refusalHtml(
      { code: hostile, reason: hostile, subject: hostile },
      { ...ABOUT, modelName: hostile, domains: [hostile] },
    );
    expect(shown).not.toContain('<script');
    expect(shown.split('&lt;script&gt;')).toHaveLength(7);
  });
});
