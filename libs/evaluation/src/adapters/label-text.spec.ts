import fc from 'fast-check';
import { declaredLabel, labelOf } from './label-text.js';

describe('labelOf', () => {
  it.each([
    [' spam\n', 'spam'],
    ['two\r\n\tlines', 'two lines'],
    ['', ''],
    [' \n ', ''],
    ['a\u0000b', 'a\ufffdb'],
    ['half \ud83d of a pair', 'half \ufffd of a pair'],
    ['whole \u{1f600} pair', 'whole \u{1f600} pair'],
  ])('makes of %j %j', (text, label) => {
    expect(labelOf(text)).toBe(label);
  });

  it('makes something that every database keeps, of 200 characters at most', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => {
        const label = labelOf(text);
        expect(label.length).toBeLessThanOrEqual(200);
        expect(Buffer.from(label, 'utf8').toString('utf8')).toBe(label);
        expect(label).not.toContain('\u0000');
      }),
    );
  });
});

describe('declaredLabel', () => {
  const labels = ['spam', 'ham', 'C++'];

  it.each([
    ['spam', 'spam'],
    ['SPAM!', 'spam'],
    ['"Ham".', 'ham'],
    ['**spam**', 'spam'],
    ['spam or ham', 'spam or ham'],
    ['eggs', 'eggs'],
    ['', ''],
  ])('takes %j for %j', (text, expected) => {
    expect(declaredLabel(text, labels)).toBe(expected);
  });

  it('leaves a text alone when nothing is declared', () => {
    expect(declaredLabel('SPAM!', undefined)).toBe('SPAM!');
  });
});
