import { readFileSync } from 'node:fs';
import { asCurrency, assert, formatMoney, type Json } from '#libs/kernel';
import fc from 'fast-check';
import { readDossier } from '../pricing/dossier/read-dossier.js';
import type { Valuation } from '../pricing/valuation.js';
import { valueDossier } from '../pricing/value-dossier.js';
import { valuationHtml } from './valuation-html.js';

const ABOUT = {
  valuationId: 'val_019a00000000700080000000000000ab',
  modelName: 'crawler-detector',
  versionLabel: '3',
  issuedOn: '2026-11-21',
  dossierDigest: 'd'.repeat(64),
  documentDigest: 'e'.repeat(64),
  stale: null,
};

/** The example with everything, and a right that it cannot price; on few paths. */
function valued(): Valuation {
  const dossier = JSON.parse(readFileSync('docs/examples/valuation-dossier.json', 'utf8')) as {
    readonly rights: readonly Json[];
  };
  const impossible = { kind: 'exclusive-licence', fieldOfUse: 'web/seo', termMonths: 6 };
  const read = readDossier({ ...dossier, pathCount: 500, rights: [...dossier.rights, impossible] });
  assert(read.ok, 'the example is a dossier');
  const valuation = valueDossier(read.value);
  assert(valuation.ok, 'the example carries a value');
  return valuation.value;
}

const VALUATION = valued();
const PAGE = valuationHtml(VALUATION, ABOUT);

/** What people read of a page, with single spaces. */
const readable = (page: string): string =>
  page
    .replaceAll(/<style>.*?<\/style>/gs, '')
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/\s+/g, ' ');

/** Every leaf of a document, changed; `path` names the way to it. */
function mapLeaves(value: Json, change: (leaf: Json, path: string) => Json, path = ''): Json {
  if (Array.isArray(value))
    return (value as readonly Json[]).map((entry) => mapLeaves(entry, change, `${path}/*`));
  if (typeof value !== 'object' || value === null) return change(value, path);
  const entries = Object.entries(value as Readonly<Record<string, Json>>);
  return Object.fromEntries(
    entries.map(([name, entry]) => [name, mapLeaves(entry, change, `${path}/${name}`)]),
  );
}

const changed = (change: (leaf: Json, path: string) => Json): Valuation =>
  mapLeaves(VALUATION, change) as unknown as Valuation;

const isAmount = (leaf: Json): leaf is string => typeof leaf === 'string' && /^-?\d+$/.test(leaf);

/** Elements are closed in the order in which they were opened; void ones close themselves. */
function expectWellFormed(page: string): void {
  const open: string[] = [];
  const crossed: string[] = [];
  for (const [, closing, name = '', rest = ''] of page.matchAll(/<(\/?)([a-zA-Z][\w]*)([^>]*)>/g))
    if (closing === '') {
      if (!rest.endsWith('/')) open.push(name);
    } else if (open.pop() !== name) crossed.push(name);
  expect({ open, crossed }).toEqual({ open: [], crossed: [] });
}

function expectUniqueIds(page: string): void {
  const ids = [...page.matchAll(/\sid="([^"]*)"/g)].map(([, id]) => id);
  expect(ids).toEqual([...new Set(ids)]);
}

describe('the document of a valuation', () => {
  it('is one well-formed page in English', () => {
    expect(PAGE).toMatch(/^<!doctype html>\s*<html lang="en">/);
    expectWellFormed(PAGE);
    expectUniqueIds(PAGE);
  });

  it('is the same for the same valuation', () => {
    expect(valuationHtml(VALUATION, ABOUT)).toBe(PAGE);
  });

  it('needs nothing but itself, and may load nothing', () => {
    expect(PAGE).not.toMatch(
      /<(script|link|img|iframe|object|embed|base|form)\b|\ssrc=|\son\w+=|@import|url\((?!#)/,
    );
    expect(PAGE).not.toMatch(/(https?:)?\/\/[a-z]/);
    expect(PAGE).toContain(`content="default-src 'none'; style-src 'unsafe-inline'"`);
  });

  it('is labelled in its title, on its face and on each sheet as an estimate', () => {
    expect(PAGE).toContain('<title>Valuation of crawler-detector 3: estimate, not an appraisal</title>');
    expect(readable(PAGE)).toContain('estimate, not an appraisal uncalibrated');
    expect(PAGE).toMatch(/@bottom-left \{\s*content: 'estimate, not an appraisal'/);
  });

  it('tells every amount of values, rights, bridges and reconciliation', () => {
    const text = readable(PAGE).replaceAll('\u00a0', ' ');
    const { values, rights, bridge, bridges, reconciliation } = VALUATION;
    let amounts = 0;
    mapLeaves({ values, rights, bridge, bridges, reconciliation }, (leaf) => {
      if (isAmount(leaf)) {
        amounts += 1;
        expect(text).toContain(formatMoney({ amountMinor: BigInt(leaf), currency: asCurrency('EUR') }));
      }
      return leaf;
    });
    expect(amounts).toBeGreaterThan(80);
  });

  it('tells shares, effects and years', () => {
    const text = readable(PAGE).replaceAll('\u00a0', ' ');
    const { reconciliation, confidence, sensitivities, clocks } = VALUATION;
    const shares = [reconciliation.income.weight, reconciliation.market.weight, confidence.lossShare];
    for (const share of shares) expect(text).toContain(`${(100 * share).toFixed(1)} %`);
    for (const { input, change, effect } of sensitivities) {
      expect(text).toContain(`${input}: ${change}`);
      expect(text).toContain(`${(100 * effect).toFixed(1)} %`);
    }
    for (const { domain, qualityToday } of clocks.capability) {
      expect(text).toContain(`${domain}: right answers today`);
      expect(text).toContain(`${(100 * qualityToday.p50).toFixed(1)} %`);
    }
    for (const { savesNothingAfterYears } of clocks.competitiveness)
      expect(text).toContain(`${(savesNothingAfterYears.p10 ?? Number.NaN).toFixed(2)} years`);
  });

  it('tells when each curve crosses zero, and draws it', () => {
    const { total, domains } = VALUATION.curves;
    for (const { crossesZeroOn } of [total, ...domains])
      expect(readable(PAGE)).toContain(`Crosses zero on ${crossesZeroOn.p50 ?? 'after the horizon'}`);
    expect(PAGE.match(/class="band"/g)).toHaveLength(1 + domains.length);
    expect(PAGE).toContain('class="crossing"');
  });

  it('tells what is assumed and what is not known', () => {
    const text = PAGE.replaceAll(/\s+/g, ' ');
    for (const { basis } of Object.values(VALUATION.assumptions)) expect(text).toContain(basis);
    for (const { code, text: unknown } of VALUATION.unknowns) {
      expect(text).toContain(unknown);
      expect(text).toContain(`<code>${code}</code>`);
    }
  });

  it('gives the reason where a right has no price', () => {
    const refused = VALUATION.rights.flatMap((right) => ('refused' in right ? [right.refused] : []));
    expect(refused).toHaveLength(1);
    for (const { code, reason } of refused) {
      expect(readable(PAGE)).toContain(reason);
      expect(PAGE).toContain(`<code>${code}</code>`);
    }
  });

  it('tells how to compute it again', () => {
    for (const told of [
      'npm run -s salvor -- value --input dossier.json',
      `/v1/valuations/${ABOUT.valuationId}/documents`,
      VALUATION.methodVersion,
      VALUATION.seed,
      `<dd>${String(VALUATION.pathCount)}</dd>`,
      VALUATION.inputsDigest,
      ABOUT.dossierDigest,
      ABOUT.documentDigest,
    ])
      expect(PAGE).toContain(told);
  });

  it.each([
    ['fixture', 'made up for a demonstration'],
    ['declared', 'the seller’s word'],
    ['receipts', 'metered and signed receipts'],
    [null, 'the dossier does not tell'],
  ] as const)('tells whose word usage from %s is', (usageSource, told) => {
    expect(valuationHtml({ ...VALUATION, usageSource }, ABOUT)).toContain(told);
  });

  it('says that it is stale only when it is', () => {
    expect(PAGE).not.toContain('Stale since');
    const stale = { cause: 'usage', since: '2026-12-01', successorId: 'val_2' } as const;
    const page = readable(valuationHtml(VALUATION, { ...ABOUT, stale }));
    expect(page).toMatch(/Stale since 2026-12-01.\s+These figures do not know of newer usage; val_2/);
  });
});

describe('the bridges of the document', () => {
  it('end, in picture and table, at the value they lead to', () => {
    const { values, currency } = VALUATION;
    for (const value of ['base', 'market', 'distress', 'encumbered'] as const) {
      const p50 = formatMoney({ amountMinor: BigInt(values[value].p50), currency });
      const text = readable(PAGE).replaceAll('\u00a0', ' ');
      expect(text.split(`Median of the ${value} value ${p50}`).length - 1).toBeGreaterThanOrEqual(2);
    }
  });
});

describe('whoever cannot see the document', () => {
  it('is told by each picture what it shows', () => {
    const pictures = [...PAGE.matchAll(/<svg\b.*?<\/svg>/gs)].map(([svg]) => svg);
    expect(pictures.length).toBeGreaterThan(8);
    for (const svg of pictures) {
      const [, title = '', description = ''] =
        /aria-labelledby="(\S+) (\S+)"/.exec(svg.replaceAll(/\s+/g, ' ')) ?? [];
      expect(svg).toContain(`<title id="${title}">`);
      expect(svg).toContain(`<desc id="${description}">`);
    }
  });

  it('finds a caption and headers of rows and columns in each table', () => {
    const tables = [...PAGE.matchAll(/<table>.*?<\/table>/gs)].map(([table]) => table);
    expect(tables.length).toBeGreaterThan(15);
    for (const table of tables) {
      expect(table).toContain('<caption>');
      const columns = table.match(/<th scope="col"/g)?.length;
      for (const [row] of table.replace(/<thead>.*<\/thead>/s, '').matchAll(/<tr>.*?<\/tr>/gs)) {
        expect(row.match(/<th scope="row"/g)).toHaveLength(1);
        expect(row.match(/<t[hd][\s>]/g)).toHaveLength(columns ?? 0);
      }
    }
  });

  it('finds each chapter under a heading', () => {
    const chapters = [
      ...PAGE.matchAll(/<section id="([a-z]+)" aria-labelledby="\1-title">\s*<h2 id="\1-title">/g),
    ];
    expect(chapters.map(([, id]) => id)).toEqual([
      'values',
      'rights',
      'clocks',
      'curves',
      'bridges',
      'reconciliation',
      'sensitivities',
      'assumptions',
      'forecasts',
      'unknowns',
      'recomputation',
    ]);
    expect(PAGE.match(/<li><a href="#/g)).toHaveLength(chapters.length);
  });
});

describe('texts of others', () => {
  const HOSTILE = `</title></style><img src=x onerror="alert('1')"><!-- &amp;`;
  /** What the engine decides, not its user. */
  const OWN = /\/(usageSource|step|currency|kind|source|per|valuationDate|crossesZeroOn\/p\d0)$/;

  it('stay texts wherever they stand', () => {
    const hostile = changed((leaf, path) =>
      typeof leaf === 'string' && !isAmount(leaf) && !OWN.test(path) ? HOSTILE : leaf,
    );
    const page = valuationHtml(hostile, { ...ABOUT, modelName: HOSTILE, versionLabel: HOSTILE });
    expect(page).not.toMatch(/<img|<!--|onerror="/);
    expectWellFormed(page);
    expectUniqueIds(page);
    expect(page.split('&lt;img').length).toBeGreaterThan(40);
  });

  it('may be any', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (modelName) => {
        expectWellFormed(valuationHtml(VALUATION, { ...ABOUT, modelName }));
      }),
      { numRuns: 20 },
    );
  });
});

describe('whatever the figures', () => {
  const amount = fc.bigInt({ min: -(2n ** 53n), max: 2n ** 53n }).map(String);
  const share = fc.double({ min: -10, max: 10, noNaN: true });
  /** Figures of all sizes and signs; where a median may be unknown it is, now and then. */
  const scrambled = fc
    .tuple(fc.array(amount, { minLength: 1 }), fc.array(share, { minLength: 1 }), fc.boolean())
    .map(([amounts, shares, isBeyond]) => {
      let next = 0;
      return changed((leaf, path) => {
        next += 1;
        if (isAmount(leaf)) return amounts[next % amounts.length] ?? leaf;
        if (/\/(halfLifeYears|savesNothingAfterYears|crossesZeroOn)\//.test(path))
          return isBeyond ? null : leaf;
        if (typeof leaf !== 'number' || /\/(t|horizonMonths|pathCount)$/.test(path)) return leaf;
        return shares[next % shares.length] ?? leaf;
      });
    });

  it('no place in a picture is missing, and the page stays whole', () => {
    fc.assert(
      fc.property(scrambled, (valuation) => {
        const page = valuationHtml(valuation, ABOUT);
        expect(page).not.toMatch(/NaN|Infinity|undefined|\[object/);
        expectWellFormed(page);
      }),
      { numRuns: 30 },
    );
  });

  it('none at all are shown as nothing', () => {
    const nothing = changed((leaf) => (isAmount(leaf) ? '0' : leaf));
    const page = valuationHtml({ ...nothing, rights: [], sensitivities: [] }, ABOUT);
    expect(page).not.toMatch(/NaN|Infinity/);
    expect(readable(page)).toContain('no share of nothing can be lost');
    expectWellFormed(page);
  });
});
