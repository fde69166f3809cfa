import { err, type Json, ok, parseJson, type Result } from '#libs/kernel';
import { readCsv } from './csv.js';

/** `record` counts from 0; a header is not counted. */
export type ListFault = { readonly record: number | undefined; readonly reason: string };

/** One JSON value a line (JSON Lines); empty lines are passed over. */
export function readJsonLines(text: string): Result<readonly Json[], ListFault> {
  const items: Json[] = [];
  for (const line of text.split('\n')) {
    if (line.trim() === '') continue;
    const item = parseJson(line);
    if (!item.ok)
      return err({ record: items.length, reason: `${item.error.path} ${item.error.reason}`.trim() });
    items.push(item.value);
  }
  return ok(items);
}

/** The columns of a CSV of receipts, in any order. An empty field says null where a receipt may have null. */
export const RECEIPT_COLUMNS = [
  'meter',
  'sequence',
  'previousDigest',
  'kind',
  'payer',
  'payee',
  'at',
  'calls',
  'amountMinor',
  'currency',
  'refundOf',
  'payeeSignature',
  'payerSignature',
] as const;

type Column = (typeof RECEIPT_COLUMNS)[number];

/** A CSV of receipts, one a record below a header of {@link RECEIPT_COLUMNS}, as the list that JSON would hold. */
export function readReceiptsCsv(text: string): Result<readonly Json[], ListFault> {
  const records = readCsv(text);
  if (!records.ok) {
    const { record, reason } = records.error;
    return err({ record: record === 0 ? undefined : record - 1, reason });
  }
  const [header, ...rows] = records.value;
  const isHeader =
    header?.length === RECEIPT_COLUMNS.length && RECEIPT_COLUMNS.every((name) => header.includes(name));
  if (!isHeader)
    return err({ record: undefined, reason: `the header must name ${RECEIPT_COLUMNS.join(', ')}` });
  return ok(rows.map((row) => receiptOf((column) => row[header.indexOf(column)] ?? '')));
}

function receiptOf(field: (column: Column) => string): Json {
  const orNull = (text: string): string | null => (text === '' ? null : text);
  return {
    receipt: {
      document: 'usage-receipt',
      meter: field('meter'),
      sequence: wholeNumber(field('sequence')),
      previousDigest: orNull(field('previousDigest')),
      kind: field('kind'),
      payer: field('payer'),
      payee: field('payee'),
      at: field('at'),
      calls: field('calls'),
      amountMinor: field('amountMinor'),
      currency: field('currency'),
      refundOf: wholeNumber(orNull(field('refundOf'))),
    },
    payeeSignature: field('payeeSignature'),
    payerSignature: field('payerSignature'),
  };
}

/** A text that is no whole number stays what it is: the receipt's form refuses it, and names the field. */
const wholeNumber = (text: string | null): Json =>
  text !== null && /^(0|[1-9]\d{0,14})$/.test(text) ? Number(text) : text;
