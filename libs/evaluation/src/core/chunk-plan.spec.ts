import fc from 'fast-check';
import { planChunks } from './chunk-plan.js';

it('cuts each slice on its own, first answers before second ones', () => {
  const slices = [
    { slice: 'a', sampleCount: 5 },
    { slice: 'b', sampleCount: 2 },
  ];
  expect(
    planChunks(slices, 2, 3).map((chunk) => [chunk.slice, chunk.repeat, chunk.firstRow, chunk.sampleCount]),
  ).toEqual([
    ['a', 0, 0, 3],
    ['a', 0, 3, 2],
    ['b', 0, 0, 2],
    ['a', 1, 0, 3],
    ['a', 1, 3, 2],
    ['b', 1, 0, 2],
  ]);
});

it('asks every row of every slice exactly once per repeat', () => {
  const sizes = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 5 });
  fc.assert(
    fc.property(
      sizes,
      fc.integer({ min: 1, max: 4 }),
      fc.integer({ min: 1, max: 12 }),
      (rows, repeats, size) => {
        const slices = rows.map((sampleCount, index) => ({ slice: `s${String(index)}`, sampleCount }));
        const chunks = planChunks(slices, repeats, size);
        const asked = chunks.flatMap(({ slice, repeat, firstRow, sampleCount }) =>
          Array.from(
            { length: sampleCount },
            (_, at) => `${slice} ${String(repeat)} ${String(firstRow + at)}`,
          ),
        );
        const total = rows.reduce((sum, count) => sum + count, 0) * repeats;
        expect(asked.length).toBe(total);
        expect(new Set(asked).size).toBe(total);
        expect(chunks.map(({ ordinal }) => ordinal)).toEqual(chunks.map((_, index) => index));
      },
    ),
  );
});
