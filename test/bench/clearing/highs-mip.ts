import * as module from 'highs';

/** What is used of HiGHS; its own declarations are of the CommonJS build, which has another shape. */
type Highs = {
  readonly solve: (
    model: string,
    options: object,
  ) => { readonly Status: string; readonly ObjectiveValue: number };
};

const { default: loadHighs } = module as unknown as { readonly default: () => Promise<Highs> };
const highs = await loadHighs();

/** What HiGHS is given for one problem. */
export const HIGHS_SECONDS_MAX = 60;

/** Columns with values, and sets of columns of which one at most can be chosen. */
export type MipRows = { readonly values: readonly bigint[]; readonly rows: readonly (readonly number[])[] };

/** How HiGHS is called besides being told to leave no gap. */
export type MipOptions = { readonly mip_allow_restart?: boolean };

/**
 * The greatest value by HiGHS's own search; undefined when its time is up. Values are whole, so that an absolute gap
 * below one is none.
 */
export function solveMip({ values, rows }: MipRows, options: MipOptions = {}): bigint | undefined {
  const model = [
    'Maximize',
    ` obj: ${values.map((value, column) => `${String(value)} x${String(column)}`).join(' + ')}`,
    'Subject To',
    ...rows.map(
      (row, at) => ` r${String(at)}: ${row.map((column) => `x${String(column)}`).join(' + ')} <= 1`,
    ),
    'Binary',
    ` ${values.map((_, column) => `x${String(column)}`).join(' ')}`,
    'End',
  ].join('\n');
  const { Status: status, ObjectiveValue: value } = highs.solve(model, {
    mip_rel_gap: 0,
    mip_abs_gap: 0.5,
    time_limit: HIGHS_SECONDS_MAX,
    output_flag: false,
    ...options,
  });
  return status === 'Optimal' ? BigInt(Math.round(value)) : undefined;
}
