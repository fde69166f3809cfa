import fc from 'fast-check';
import { redactor } from './redact.js';

const SECRET = 'sk-0123456789abcdef';

describe('redactor', () => {
  const redact = redactor([SECRET]);

  it.each([
    [`key ${SECRET} is wrong`, 'key [secret] is wrong'],
    [`key ${SECRET.slice(0, 9)}*** is wrong`, 'key [secret]*** is wrong'],
    [`key ***${SECRET.slice(-6)}`, 'key ***[secret]'],
    [`basic ${Buffer.from(SECRET).toString('base64')}`, 'basic [secret]'],
    [`${SECRET}${SECRET}`, '[secret]'],
    ['nothing to hide', 'nothing to hide'],
    ['two\r\nlines\u0000', 'two lines '],
  ])('makes of %j %j', (text, expected) => {
    expect(redact(text)).toBe(expected);
  });

  it('lets no six characters of a secret through, wherever they stand', () => {
    const secret = fc.stringMatching(/^[!-~]{6,60}$/);
    fc.assert(
      fc.property(secret, fc.string(), fc.string(), fc.nat(), (key, before, after, cut) => {
        const part = key.slice(cut % (key.length - 5));
        const masked = redactor([key])(`${before}${part}${after}`).split('[secret]');
        for (let at = 0; at + 6 <= part.length; at++)
          expect(masked.some((text) => text.includes(part.slice(at, at + 6)))).toBe(false);
      }),
    );
  });

  it('hides secrets shorter than that too, when they stand whole', () => {
    expect(redactor(['abc'])('xabcx')).toBe('x[secret]x');
  });

  it('keeps 300 characters at most', () => {
    expect(redactor([])('x'.repeat(1_000))).toHaveLength(300);
  });
});
