import { err, ok, type Result } from '#libs/kernel';
import { z } from 'zod';
import {
  add,
  CORPUS_WORDS_MAX,
  indexCorpus,
  namesFault,
  ngramProvenance,
  rational,
  rationalToNumber,
  sumOf,
  wordsOf,
} from '../methods/index.js';
import { type AttributionValues, publishedValues } from './attribution-values.js';
import { type InputFault, NAME_REASONS } from './input-fault.js';

const TEXTS_MAX = 100_000;

export const outputs = z.array(z.string()).min(1).max(TEXTS_MAX);
export const wordsMin = z.int().min(1).max(1_000);
export const sourcesMax = z.int().min(1).max(1_000);

/** Texts of players and texts that a model made of them. */
export const provenanceInput = z.strictObject({
  method: z.literal('ngram-provenance'),
  players: z.array(z.string()).max(10_000),
  documents: z
    .array(z.strictObject({ player: z.string(), text: z.string() }))
    .min(1)
    .max(TEXTS_MAX),
  outputs,
  /** Shorter matches are chance. */
  wordsMin: wordsMin.default(6),
  /** What more players have is a phrase of the language, not of a source. */
  sourcesMax: sourcesMax.default(3),
});

export type ProvenanceInput = z.output<typeof provenanceInput>;

/** Checks everything about the input. */
export function readProvenance({ players, documents }: ProvenanceInput): Result<undefined, InputFault> {
  const names = namesFault(players);
  if (names !== undefined)
    return err({ path: `/players/${String(names.index)}`, reason: NAME_REASONS[names.code] });
  const known = new Set(players);
  const stranger = documents.findIndex(({ player }) => !known.has(player));
  if (stranger >= 0)
    return err({
      path: `/documents/${String(stranger)}/player`,
      reason: 'names somebody who is not among the players',
    });
  const words = documents.reduce((sum, { text }) => sum + wordsOf(text).length, 0);
  return words > CORPUS_WORDS_MAX
    ? err({ path: '/documents', reason: `have more than ${String(CORPUS_WORDS_MAX)} words` })
    : ok(undefined);
}

/** Words of the outputs that each player accounts for; words of a run that several have in equal parts. */
export function attributeProvenance(input: ProvenanceInput): Result<AttributionValues, InputFault> {
  const read = readProvenance(input);
  if (!read.ok) return read;
  const { method, players, documents } = input;
  const corpus = indexCorpus(documents.map(({ player, text }) => ({ source: player, text })));
  const credits = new Map(players.map((player) => [player, rational(0n)]));
  let words = 0;
  for (const output of input.outputs) {
    const found = ngramProvenance(corpus, output, input);
    words += found.words;
    for (const [player, credit] of found.credits)
      credits.set(player, add(credits.get(player) ?? rational(0n), credit));
  }
  const values = [...credits.values()];
  return ok({
    method,
    words: { all: words, credited: rationalToNumber(sumOf(values)) },
    values: publishedValues(players, values),
    efficiencyGap: 0,
  });
}
