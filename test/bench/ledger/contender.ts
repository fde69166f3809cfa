import type pg from 'pg';

/** A transfer between two accounts of a bench, which are numbered from zero; `hot` is the one all of them use. */
export type BenchTransfer = { readonly from: number | 'hot'; readonly to: number };

/** A statement with its values as the wire carries them, made before the clock runs. */
export type Call = pg.QueryConfig & { readonly values: readonly string[] };

/** A PostgreSQL array of plain words and numbers: nothing in them needs a quotation mark. */
export const arrayText = (values: readonly (string | number | bigint | null)[]): string =>
  `{${values.map((value) => (value === null ? 'NULL' : value.toString())).join()}}`;

/** A ledger in SQL that takes a batch of transfers in one call. */
export type Contender = {
  readonly name: string;
  /** All or nothing; each transfer is a transaction of its own. */
  readonly call: (batch: readonly BenchTransfer[]) => Call;
};
