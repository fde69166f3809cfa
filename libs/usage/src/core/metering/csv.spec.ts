import fc from 'fast-check';
import { readCsv } from './csv.js';

const written = (records: readonly (readonly string[])[]): string =>
  records
    .map((record) => record.map((field) => `"${field.replaceAll('"', '""')}"`).join(',') + '\r\n')
    .join('');

const recordsOf = (text: string) => {
  const records = readCsv(text);
  return records.ok ? records.value : `record ${String(records.error.record)}`;
};

describe('readCsv', () => {
  // The examples of RFC 4180, section 2.
  it.each([
    [
      'aaa,bbb,ccc\r\nzzz,yyy,xxx\r\n',
      [
        ['aaa', 'bbb', 'ccc'],
        ['zzz', 'yyy', 'xxx'],
      ],
    ],
    [
      'aaa,bbb,ccc\r\nzzz,yyy,xxx',
      [
        ['aaa', 'bbb', 'ccc'],
        ['zzz', 'yyy', 'xxx'],
      ],
    ],
    [
      '"aaa","bbb","ccc"\r\nzzz,yyy,xxx',
      [
        ['aaa', 'bbb', 'ccc'],
        ['zzz', 'yyy', 'xxx'],
      ],
    ],
    [
      '"aaa","b\r\nbb","ccc"\r\nzzz,yyy,xxx',
      [
        ['aaa', 'b\r\nbb', 'ccc'],
        ['zzz', 'yyy', 'xxx'],
      ],
    ],
    ['"aaa","b""bb","ccc"', [['aaa', 'b"bb', 'ccc']]],
  ])('reads %j', (text, records) => {
    expect(recordsOf(text)).toEqual(records);
  });

  it.each([
    ['a,b\n"c', 'record 1', 'a quote that never closes'],
    ['a"b', 'record 0', 'a quote inside a field without quotes'],
    ['"a"b', 'record 0', 'text after a closing quote'],
    ['a,b\nc\n', 'record 1', 'a record that is too short'],
    ['a\rb', 'record 0', 'a carriage return alone'],
  ])('refuses %j at %s: %s', (text, record) => {
    expect(recordsOf(text)).toBe(record);
  });

  it('keeps empty fields, the last one too', () => {
    expect(recordsOf('a,,\n,,b\n')).toEqual([
      ['a', '', ''],
      ['', '', 'b'],
    ]);
    expect(recordsOf('')).toEqual([]);
  });

  it('reads what was written, whatever stands in the fields', () => {
    const field = fc.string({ unit: fc.constantFrom('a', '"', ',', '\r', '\n', 'é') });
    fc.assert(
      fc.property(fc.nat(4), (columns) => {
        fc.assert(
          fc.property(
            fc.array(fc.array(field, { minLength: columns + 1, maxLength: columns + 1 })),
            (records) => {
              expect(recordsOf(written(records))).toEqual(records);
            },
          ),
          { numRuns: 20 },
        );
      }),
      { numRuns: 5 },
    );
  });

  it('reads a megabyte in one field', () => {
    expect(recordsOf(`"${'x""'.repeat(300_000)}"`)).toEqual([['x"'.repeat(300_000)]]);
  });
});
