import fc from 'fast-check';
import { bandChart } from './band-chart.js';
import { rangeChart } from './range-chart.js';
import { tornadoChart } from './tornado-chart.js';
import { waterfallChart } from './waterfall-chart.js';
import { waterfallBars } from './waterfall-geometry.js';

const PICTURE = { id: 'x', title: 'A title', description: 'A description' };
const value = fc.double({ min: -9e15, max: 9e15, noNaN: true });
const levels = { p10: value, p50: value, p90: value };

/** All attributes of a picture that are places or lengths. */
function placesIn(svg: string): readonly number[] {
  const attributes = [
    ...svg.matchAll(/\s(?:x|y|x1|x2|y1|y2|cx|cy|r|width|height|points|viewBox)="([^"]*)"/g),
  ];
  expect(attributes.length).toBeGreaterThan(0);
  return attributes.flatMap(([, text = '']) => text.split(/[\s,]+/).filter(Boolean)).map(Number);
}

function expectDrawn(svg: string): void {
  expect(svg).not.toMatch(/NaN|Infinity|undefined/);
  for (const place of placesIn(svg)) expect(Math.abs(place)).toBeLessThan(2_000);
}

/** The bars in the order of the rows, as [left, right]. */
const barsIn = (svg: string): readonly (readonly [number, number])[] =>
  [...svg.matchAll(/<rect\s+x="([\d.-]+)"\s+y="[\d.-]+"\s+width="([\d.-]+)"/g)].map(([, x, width]) => [
    Number(x),
    Number(x) + Number(width),
  ]);

const waterfallOf = (amounts: readonly string[]): string =>
  waterfallChart({
    ...PICTURE,
    bars: waterfallBars(
      amounts.map((amountMinor, index) => ({ step: `step ${String(index)}`, amountMinor })),
    ),
    total: 'the rest',
    amountText: String,
  }).toString();

describe('a waterfall', () => {
  it('is drawn to scale, step by step down to the total', () => {
    const svg = waterfallOf(['1000', '-600', '200']);
    expect(barsIn(svg).map(([left, right]) => [left, Number(right.toFixed(2))])).toEqual([
      [230, 590],
      [374, 590],
      [374, 446],
      [230, 446],
    ]);
    expect(svg).toMatch(/the rest<\/text>/);
  });

  it('hatches what falls and nothing else', () => {
    const fills = [...waterfallOf(['1000', '-600', '200']).matchAll(/fill="([^"]+)"/g)];
    expect(fills.map(([, fill]) => fill)).toEqual(['#333', 'url(#x-hatching)', '#333', '#333']);
  });

  it('goes on from bar to bar, whatever the amounts', () => {
    const amounts = fc.array(fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }), { maxLength: 16 });
    fc.assert(
      fc.property(amounts, (steps) => {
        const svg = waterfallOf(steps.map(String));
        expectDrawn(svg);
        const bars = barsIn(svg);
        expect(bars).toHaveLength(steps.length + 1);
        const ends = (index: number): readonly number[] => bars[index] ?? [];
        for (let index = 1; index < steps.length; index++) {
          const gaps = ends(index - 1).flatMap((a) => ends(index).map((b) => Math.abs(a - b)));
          expect(Math.min(...gaps)).toBeLessThanOrEqual(0.011);
        }
      }),
    );
  });
});

describe('a tornado', () => {
  it('has bars on both sides of nothing', () => {
    const bars = [
      { name: 'calls', effect: -0.3 },
      { name: 'price', effect: 0.1 },
    ];
    const svg = tornadoChart({ ...PICTURE, bars, effectText: String }).toString();
    expect(barsIn(svg)).toEqual([
      [330, 570],
      [570, 650],
    ]);
  });

  it('is drawn for any effects, and for none', () => {
    const effects = fc.array(fc.double({ min: -1, max: 1e6, noNaN: true }), { maxLength: 12 });
    fc.assert(
      fc.property(effects, (all) => {
        const bars = all.map((effect) => ({ name: 'a', effect }));
        expectDrawn(tornadoChart({ ...PICTURE, bars, effectText: String }).toString());
      }),
    );
  });
});

describe('ranges', () => {
  it('stand on one axis that begins at nothing', () => {
    const rows = [{ name: 'base', p10: 100, p50: 200, p90: 400, reserve: 300 }];
    const svg = rangeChart({ ...PICTURE, rows, axisText: String }).toString();
    expect(svg).toMatch(/<line x1="345" y1="12" x2="690" y2="12" class="range" \/>/);
    expect(svg).toMatch(/<circle cx="460" cy="12"/);
    expect(svg).toMatch(/<line x1="575" [^>]*class="reserve"/);
  });

  it('are drawn for any values', () => {
    const rows = fc.array(fc.record({ name: fc.string(), ...levels, reserve: value }), { maxLength: 6 });
    fc.assert(
      fc.property(rows, (all) => {
        expectDrawn(rangeChart({ ...PICTURE, rows: all, axisText: String }).toString());
      }),
    );
  });
});

describe('a band', () => {
  const points = [
    { t: 2026, p10: 50, p50: 100, p90: 150 },
    { t: 2028, p10: -50, p50: 0, p90: 50 },
  ];
  const bandOf = (crossing: Parameters<typeof bandChart>[0]['crossing']): string =>
    bandChart({ ...PICTURE, points, crossing, axisText: String, unit: 'EUR' }).toString();

  it('lies between the deciles, with the median within', () => {
    const svg = bandOf({ p10: null, p50: null, p90: null });
    expect(svg).toMatch(/<polygon points="62,18 708,111 708,204 62,111" class="band"/);
    expect(svg).toMatch(/<polyline points="62,64.5 708,157.5" class="curve"/);
    expect(svg).not.toContain('class="crossing"');
  });

  it('shows on the line of nothing when it is over', () => {
    const svg = bandOf({ p10: 2027, p50: 2028, p90: null });
    expect(svg).toMatch(/<line\s+x1="385"\s+y1="157.5"\s+x2="708"\s+y2="157.5"\s+class="crossing"/);
    expect(svg).toMatch(/<path transform="translate\(708 157.5\)"/);
  });

  it('shows only the beginning where the median is beyond the horizon', () => {
    const svg = bandOf({ p10: 2027, p50: null, p90: null });
    expect(svg).toContain('class="crossing"');
    expect(svg).not.toContain('class="median"');
  });

  it('is drawn for any values', () => {
    const all = fc.array(fc.record({ t: fc.double({ min: 1970, max: 2200, noNaN: true }), ...levels }));
    fc.assert(
      fc.property(all, (some) => {
        const crossing = { p10: some[0]?.t ?? null, p50: some[0]?.t ?? null, p90: null };
        const svg = bandChart({ ...PICTURE, points: some, crossing, axisText: String, unit: '' });
        expectDrawn(svg.toString());
      }),
    );
  });
});

it('every picture says what it shows', () => {
  const svg = waterfallOf(['1']);
  expect(svg).toMatch(/role="img"\s+aria-labelledby="x-title x-description"/);
  expect(svg).toMatch(
    /<title id="x-title">A title<\/title>\s+<desc id="x-description">A description<\/desc>/,
  );
});
