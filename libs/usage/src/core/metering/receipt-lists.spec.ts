import { canonicalJson } from '#libs/kernel';
import { readReceipts } from './read-receipts.js';
import { chainOf } from './receipt-fixture.js';
import { readJsonLines, readReceiptsCsv, RECEIPT_COLUMNS } from './receipt-lists.js';

const CHAIN = chainOf([{}, { payer: 'somebody, else' }, { kind: 'refund', refundOf: 0 }]);

const rowOf = ({ receipt, ...signatures }: (typeof CHAIN)[number], columns: readonly string[]): string => {
  const fields: Readonly<Record<string, string | number | null>> = { ...receipt, ...signatures };
  return columns.map((name) => `"${String(fields[name] ?? '')}"`).join(',');
};

const csvOf = (columns: readonly string[]): string =>
  [columns.join(','), ...CHAIN.map((receipt) => rowOf(receipt, columns))].join('\n');

describe('lists of receipts', () => {
  it('are the same from JSON Lines', () => {
    const lines = CHAIN.map((receipt) => canonicalJson(receipt)).join('\r\n\n');
    expect(readJsonLines(lines)).toEqual({ ok: true, value: CHAIN });
  });

  it.each([
    ['as documented', RECEIPT_COLUMNS],
    ['turned round', [...RECEIPT_COLUMNS].reverse()],
  ])('are the same from CSV with columns %s', (_order, columns) => {
    expect(readReceiptsCsv(csvOf(columns))).toEqual({ ok: true, value: CHAIN });
  });

  it.each([
    ['a column too few', RECEIPT_COLUMNS.slice(1)],
    ['a column of another name', [...RECEIPT_COLUMNS.slice(1), 'note']],
    ['a column twice', [...RECEIPT_COLUMNS.slice(1), 'at']],
  ])('are refused with %s', (_what, columns) => {
    expect(readReceiptsCsv(csvOf(columns))).toMatchObject({ ok: false, error: { record: undefined } });
  });

  it('name the line that is no JSON, or JSON of two meanings', () => {
    expect(readJsonLines('{}\n{')).toMatchObject({ ok: false, error: { record: 1 } });
    expect(readJsonLines('{"a":1,"a":1}')).toMatchObject({ ok: false, error: { record: 0 } });
  });

  it('leave a number that is none to the form of a receipt, which names the field', () => {
    const list = readReceiptsCsv(csvOf(RECEIPT_COLUMNS).replace('"0"', '"00"'));
    const read = readReceipts(list.ok ? list.value : []);
    expect(read).toMatchObject({ ok: false, error: [{ path: '/0/receipt/sequence' }] });
  });
});
