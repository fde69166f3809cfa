import {
  attribute as valuesOf,
  attributionInput,
  EXACT_PLAYERS_MAX,
  POINTS_EXACT_MAX,
  POINTS_MAX,
  VOTERS_MAX,
} from '#core/attribution';
import { ok } from '#libs/kernel';
import type { Command } from '../command.js';
import { parseInput } from '../parse-input.js';

/** Who contributed how much, by one of the published methods. */
export const attribute: Command = {
  name: 'attribute',
  summary: 'Shapley, Banzhaf, Beta-Shapley, leave-one-out and KNN-Shapley values, provenance and evidence',
  help: `Usage: salvor attribute [--input FILE|-]

Input, a game: method "shapley", "banzhaf", "leave-one-out", or "beta-shapley" with alpha and beta; players[]; and either
utilities {"": number, "a": number, "a,b": number, ...} of all 2^k coalitions, at most ${String(EXACT_PLAYERS_MAX)} players, the names
of each sorted, or in the order of players; or votingGame {quota, weights[]}, at most ${String(VOTERS_MAX)} players.
Numbers are taken as the decimals that they are written as. With samples (and seed) values are estimated from
random orders of the players, for Banzhaf from random coalitions. With truncation {tolerance, burnIn} besides, an order
is left once a coalition is worth nearly what all are, after as many whole orders as burnIn says; utilities then need
hold only the coalitions that the orders come by.

Input, nearest neighbours: method "knn-shapley"; k; and either matches[][] (a row per validation point: 1 where the
training point at that rank, nearest first, has its label), or train and validation {features[][], labels[]}, at most
${String(POINTS_MAX)} points; optional players[] (names of the training points), and utility "hard-label" (right neighbours
over k, the default) or "soft-label" (over the neighbours that there are).

Input, provenance of texts: method "ngram-provenance"; players[]; documents [{player, text}]; outputs[]; optional wordsMin
(6: shorter matches are chance) and sourcesMax (3: what more players have is no source's). Values are words of the
outputs that stand in a player's documents word for word; words that several have count in equal parts.

Input, evidence of others: method "imported-evidence"; players[]; statement {document "attribution-evidence", method,
programDigest, versionDigest, dataDigest, issuedAt, values [{player, value, standardError}]} with decimals in strings;
signatures [{publicKey, signature}], Ed25519 over the RFC 8785 bytes of the statement; trustedKeys[].

Result: values [{player, value, exact}] in the order of the players (exact is "p/q"; absent where values were
sampled or rounded: more than ${String(POINTS_EXACT_MAX)} training points), standardErrors[] where sampled (null where too
few samples tell), and efficiencyGap: the sum of the values minus what there was to share.

Example:
  echo '{"method":"shapley","players":["a","b"],"utilities":{"":0,"a":1,"b":2,"a,b":4}}' | salvor attribute
`,
  run: (text) => {
    const input = parseInput(attributionInput, text);
    if (!input.ok) return input;
    const answer = valuesOf(input.value);
    if (!answer.ok) return answer;
    return ok({ output: `${JSON.stringify(answer.value)}\n`, verdict: 'good' });
  },
};
