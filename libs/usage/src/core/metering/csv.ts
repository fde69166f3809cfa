import { err, ok, type Result } from '#libs/kernel';

export type CsvFault = { readonly record: number; readonly reason: string };

/** A field, quoted or not, and what ends it: a comma, the end of a line, the end of the text. */
const FIELD = /(?:"([^"]*(?:""[^"]*)*)"|([^",\r\n]*))(,|\r\n|\n|$)/y;

/**
 * The records of a CSV text (RFC 4180). Strict: a quote inside a field that is not quoted, text after a closing
 * quote or a quote that never closes is a fault, and so is a record with more or fewer fields than the first.
 * Lines may end with a line feed alone; a last line may or may not be ended.
 */
export function readCsv(text: string): Result<readonly (readonly string[])[], CsvFault> {
  const records: string[][] = [];
  let record: string[] = [];
  let at = 0;
  while (at < text.length || record.length > 0) {
    FIELD.lastIndex = at;
    const match = FIELD.exec(text);
    if (match === null)
      return err({ record: records.length, reason: 'a quote stands where RFC 4180 has none' });
    record.push(match[1]?.replaceAll('""', '"') ?? match[2] ?? '');
    at = FIELD.lastIndex;
    if (match[3] === ',') continue;
    if (record.length !== (records[0] ?? record).length)
      return err({ record: records.length, reason: 'has more or fewer fields than the first record' });
    records.push(record);
    record = [];
  }
  return ok(records);
}
