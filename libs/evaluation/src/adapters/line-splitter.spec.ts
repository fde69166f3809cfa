import fc from 'fast-check';
import { LineSplitter } from './line-splitter.js';

describe('LineSplitter', () => {
  it('gives the same lines however the bytes are cut', () => {
    const line = fc.string({ unit: 'grapheme' }).filter((text) => !text.includes('\n'));
    fc.assert(
      fc.property(
        fc.array(line),
        fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1 }),
        (lines, sizes) => {
          const bytes = Buffer.from(lines.map((text) => `${text}\n`).join(''));
          const splitter = new LineSplitter(1_000);
          const received: string[] = [];
          for (let at = 0, turn = 0; at < bytes.length; turn += 1) {
            const size = sizes[turn % sizes.length] ?? 1;
            received.push(...(splitter.push(bytes.subarray(at, at + size)) ?? []));
            at += size;
          }
          expect(received).toEqual(lines.map((text) => Buffer.from(text).toString('utf8')));
        },
      ),
    );
  });

  it('keeps what is not a line yet', () => {
    const splitter = new LineSplitter(10);
    expect(splitter.push(Buffer.from('ab'))).toEqual([]);
    expect(splitter.push(Buffer.from('c\nd'))).toEqual(['abc']);
  });

  it.each(['x'.repeat(11), `${'x'.repeat(11)}\n`])('refuses a line that is too long: %j', (text) => {
    expect(new LineSplitter(10).push(Buffer.from(text))).toBeUndefined();
  });
});
