import { z } from 'zod';
import { PPB } from '#core/attribution';
import { type Currency, decodeId, encodeId, err, type Id, type Json, ok, type Result } from '#libs/kernel';
import { BPS, type Proceeds, splitProceeds, type WeightShare } from './proceeds.js';

const amountText = z.string().regex(/^(0|[1-9]\d{0,18})$/);
const digestText = z.string().regex(/^[0-9a-f]{64}$/);
const FEE_RULE = 'floor(grossMinor * bps / 10000)';
const SPLIT_RULE = 'largest-remainder, ties by SHA-256 of partyId';

/**
 * Why everybody got what they got, in plain JSON; its digest is SHA-256 over the RFC 8785 bytes. Amounts are minor
 * units of `currency`. `exact` is the amount before rounding, written out as it is computed.
 */
export const statementSchema = z.strictObject({
  document: z.literal('settlement-statement'),
  auctionId: z.string(),
  lotId: z.string(),
  modelId: z.string(),
  versionId: z.string(),
  currency: z.string(),
  grossMinor: amountText,
  fee: z.strictObject({
    rule: z.literal(FEE_RULE),
    bps: z.int().min(0).max(BPS),
    exact: z.string(),
    amountMinor: amountText,
  }),
  netMinor: amountText,
  weights: z.strictObject({ weightSetId: z.string(), version: z.int().min(1), digest: digestText }),
  split: z.strictObject({ rule: z.literal(SPLIT_RULE) }),
  lines: z.array(
    z.strictObject({
      partyId: z.string(),
      weightPpb: z.int().min(0).max(PPB),
      exact: z.string(),
      amountMinor: amountText,
    }),
  ),
});

export type SettlementStatement = z.output<typeof statementSchema>;

/** What a settlement is about: the auction, what was sold, and the weights that count. */
export type StatementSubject = {
  readonly auctionId: Id<'auction'>;
  readonly lotId: Id<'lot'>;
  readonly modelId: Id<'model'>;
  readonly versionId: Id<'version'>;
  readonly currency: Currency;
  readonly weights: { readonly id: Id<'weightSet'>; readonly version: number; readonly digest: string };
};

export const statementOf = (subject: StatementSubject, proceeds: Proceeds): SettlementStatement => ({
  document: 'settlement-statement',
  auctionId: encodeId('auction', subject.auctionId),
  lotId: encodeId('lot', subject.lotId),
  modelId: encodeId('model', subject.modelId),
  versionId: encodeId('version', subject.versionId),
  currency: subject.currency,
  ...figuresOf(proceeds),
  weights: {
    weightSetId: encodeId('weightSet', subject.weights.id),
    version: subject.weights.version,
    digest: subject.weights.digest,
  },
});

type Figures = Pick<SettlementStatement, 'grossMinor' | 'fee' | 'netMinor' | 'split' | 'lines'>;

function figuresOf({ grossMinor, feeBps, feeMinor, netMinor, lines }: Proceeds): Figures {
  const [gross, net, bps] = [grossMinor.toString(), netMinor.toString(), String(feeBps)];
  return {
    grossMinor: gross,
    fee: {
      rule: FEE_RULE,
      bps: feeBps,
      exact: `${gross} * ${bps} / ${String(BPS)}`,
      amountMinor: feeMinor.toString(),
    },
    netMinor: net,
    split: { rule: SPLIT_RULE },
    lines: lines.map(({ partyId, weightPpb, amountMinor }) => ({
      partyId: encodeId('party', partyId),
      weightPpb,
      exact: `${net} * ${String(weightPpb)} / ${String(PPB)}`,
      amountMinor: amountMinor.toString(),
    })),
  };
}

export type StatementFault =
  | { readonly code: 'malformed'; readonly path: string; readonly reason: string }
  | {
      readonly code: 'figure-differs';
      readonly path: string;
      readonly stated: string;
      readonly computed: string;
    };

/**
 * Computes every figure of a statement again from its price, fee rule and weights. Answers with the statement when
 * all are as stated, otherwise with the first that is not. Needs nothing but the statement; that it is the one
 * which was published is what its digest tells.
 */
export function replayStatement(input: unknown): Result<SettlementStatement, StatementFault> {
  const parsed = statementSchema.safeParse(input);
  if (!parsed.success) return err(malformed(pointer(parsed.error.issues[0]?.path ?? []), 'not a statement'));
  const statement = parsed.data;
  const shares: WeightShare[] = [];
  for (const [index, { partyId, weightPpb }] of statement.lines.entries()) {
    const id = decodeId('party', partyId);
    if (id === undefined) return err(malformed(pointer(['lines', index, 'partyId']), 'not a party id'));
    shares.push({ partyId: id, weightPpb });
  }
  const { grossMinor, fee } = statement;
  const proceeds = splitProceeds({ grossMinor: BigInt(grossMinor), feeBps: fee.bps, shares });
  if (!proceeds.ok) return err(malformed('/lines', proceeds.error.code));
  const computed = new Map(placesIn({ ...statement, ...figuresOf(proceeds.value) }));
  for (const [path, stated] of placesIn(statement)) {
    const figure = computed.get(path) ?? '';
    if (figure !== stated) return err({ code: 'figure-differs', path, stated, computed: figure });
  }
  return ok(statement);
}

const pointer = (path: readonly PropertyKey[]): string => path.map((part) => `/${String(part)}`).join('');

const malformed = (path: string, reason: string): StatementFault => ({ code: 'malformed', path, reason });

/** Every place in a document that holds a number or a text, with what it holds. */
const placesIn = (value: Json | undefined, path = ''): readonly (readonly [string, string])[] =>
  typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([key, child]) => placesIn(child as Json, `${path}/${key}`))
    : [[path, String(value)]];
