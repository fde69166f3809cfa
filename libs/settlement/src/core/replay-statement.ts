import { err, type Json, ok, type Result } from '#libs/kernel';
import { heldBack } from './holdback.js';
import {
  decideHoldback,
  decisionText,
  proceedsOfSales,
  type SalesStatement,
  type SettlementStatement,
  statementSchema,
} from './statement.js';
import type { StatementFault } from './statement-fault.js';
import { recomputedFigures } from './statement-figures.js';

/**
 * Computes every figure of a statement again from its prices, rules, scores and weights. Answers with the statement
 * when all are as stated, otherwise with the first that is not. Needs nothing but the statement; that it is the one
 * which was published is what its digest tells.
 */
export function replayStatement(input: unknown): Result<SettlementStatement, StatementFault> {
  const parsed = statementSchema.safeParse(input);
  if (!parsed.success)
    return err({
      code: 'malformed',
      path: pointer(parsed.error.issues[0]?.path ?? []),
      reason: 'not a statement',
    });
  const statement = parsed.data;
  const { grossMinor, own } = basisOf(statement);
  const figures = recomputedFigures(grossMinor, statement);
  if (!figures.ok) return figures;
  const computed = new Map(placesIn({ ...statement, ...own, ...figures.value }));
  for (const [path, stated] of placesIn(statement)) {
    const figure = computed.get(path) ?? '';
    if (figure !== stated) return err({ code: 'figure-differs', path, stated, computed: figure });
  }
  return ok(statement);
}

/** What is divided, and the members that follow from this kind of statement's own basis. */
function basisOf(statement: SettlementStatement): {
  readonly grossMinor: bigint;
  readonly own: Partial<SettlementStatement>;
} {
  switch (statement.document) {
    case 'settlement-statement':
      return { grossMinor: BigInt(statement.grossMinor), own: {} };
    case 'sales-statement':
      return basisOfSales(statement);
    case 'holdback-statement': {
      const { heldMinor, changes, release } = statement;
      const decision = decideHoldback(BigInt(heldMinor), changes, release.toleranceBps);
      return { grossMinor: decision.releaseMinor, own: decisionText(decision) };
    }
  }
}

function basisOfSales({ sales, holdback: { bps } }: SalesStatement): {
  readonly grossMinor: bigint;
  readonly own: Pick<SalesStatement, 'sales' | 'heldMinor'>;
} {
  const prices = sales.map(({ priceMinor }) => ({ priceMinor: BigInt(priceMinor) }));
  const { grossMinor, heldMinor } = proceedsOfSales(prices, bps);
  return {
    grossMinor,
    own: {
      sales: sales.map((sale) => ({
        ...sale,
        heldMinor: heldBack(BigInt(sale.priceMinor), bps).toString(),
      })),
      heldMinor: heldMinor.toString(),
    },
  };
}

const pointer = (path: readonly PropertyKey[]): string => path.map((part) => `/${String(part)}`).join('');

/** Every place in a document that holds a number or a text, with what it holds. */
const placesIn = (value: Json | undefined, path = ''): readonly (readonly [string, string])[] =>
  typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([key, child]) => placesIn(child as Json, `${path}/${key}`))
    : [[path, String(value)]];
