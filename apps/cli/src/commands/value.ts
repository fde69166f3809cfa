import { pricingDossierJsonSchema, readDossier, valueDossier } from '#core/valuation';
import { assertDefined, err, ok, parseJson, type Result } from '#libs/kernel';
import type { Answer, Command, InputFault } from '../command.js';

/** What a model is worth, and each right in it. */
export const value: Command = {
  name: 'value',
  summary: 'four values of a model and prices of its rights, from a dossier',
  help: `Usage: salvor value [--input FILE|-]
       salvor value --schema

Input: a dossier. --schema prints its JSON Schema with a small example instead. It needs currency, valuationDate, seed
and domains[], each with its name, scores[] {t, score, trials} and usage[] {month, calls, revenueMinor}. Everything
else has a documented default: costs, substitutes[] (dated series of quality and price per thousand calls), hazards,
grants[], comparables[], rights[] to price (one of each kind when absent), discountRate, assumptions. Amounts are
minor units, JSON integers or decimal strings; t is a day or a calendar year with decimals. Limits are in the schema.
docs/examples/valuation-dossier.json is a dossier with everything.

Result: values {base, market, distress, encumbered} each {p10, p50, p90}; rights [{kind, terms, per, p10, p50, p90,
market, reserve}]; clocks (capability, competitiveness, usage); curves (residual utility with bands and when it crosses
zero); bridge (amounts that sum to the base p50); reconciliation of the approaches; sensitivities; assumptions;
unknowns; inputsDigest (SHA-256 of the RFC 8785 bytes of the dossier). The same dossier gives the same bytes. A dossier
that carries no value is answered with refused {code, reason, subject}.

Example:
  echo '{"currency":"EUR","valuationDate":"2026-11-21","seed":1,"domains":[{"name":"bots","scores":[{"t":2025.1,"score":0.91,"trials":400},{"t":2025.5,"score":0.9,"trials":400},{"t":2025.9,"score":0.88,"trials":400},{"t":2026.3,"score":0.87,"trials":400},{"t":2026.7,"score":0.85,"trials":400}],"usage":[{"month":"2026-05","calls":391000,"revenueMinor":195500},{"month":"2026-06","calls":377000,"revenueMinor":188500},{"month":"2026-07","calls":370000,"revenueMinor":185000},{"month":"2026-08","calls":352000,"revenueMinor":176000},{"month":"2026-09","calls":347000,"revenueMinor":173500},{"month":"2026-10","calls":340000,"revenueMinor":170000}]}]}' | salvor value
`,
  switches: ['schema'],
  inputless: 'schema',
  run: (text, { switches }) =>
    switches.has('schema') ? ok(answer(pricingDossierJsonSchema())) : valuation(text),
};

function valuation(text: string): Result<Answer, InputFault> {
  const json = parseJson(text);
  if (!json.ok) return err({ path: json.error.path, reason: json.error.reason });
  const read = readDossier(json.value);
  if (!read.ok) return err(assertDefined(read.error.problems[0], 'an invalid dossier has a problem'));
  const valued = valueDossier(read.value);
  return ok(
    answer(valued.ok ? valued.value : { inputsDigest: read.value.inputsDigest, refused: valued.error }),
  );
}

const answer = (result: object): Answer => ({ output: `${JSON.stringify(result)}\n`, verdict: 'good' });
