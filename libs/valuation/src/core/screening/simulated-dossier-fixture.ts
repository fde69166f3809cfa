import { monthIndexOf, monthStartOf } from '#core/usage';
import { assert, type Random } from '#libs/kernel';
import type { PricingDossier, PricingDossierDocument } from '../pricing/dossier/dossier-schema.js';
import { readDossier } from '../pricing/dossier/read-dossier.js';

const VALUATION_DATE = '2026-11-21';
const LAST_MONTH = monthIndexOf('2026-10-01');

/** A dossier as an honest owner of a fading model would write it, at random; `change` is what a less honest one does. */
export function simulatedDossier(
  random: Random,
  change: (document: PricingDossierDocument) => PricingDossierDocument = (document) => document,
): PricingDossier {
  const document = change({
    currency: 'EUR',
    valuationDate: VALUATION_DATE,
    seed: 'simulated',
    domains: [{ name: 'spam', scores: scores(random), usage: usage(random) }],
    comparables: comparables(random),
  });
  const read = readDossier(document);
  assert(read.ok, 'a simulated dossier is well formed');
  return read.value.dossier;
}

const between = (random: Random, least: number, most: number): number =>
  least + (most - least) * random.uniform();

const wholeBetween = (random: Random, least: number, most: number): number =>
  least + random.below(most - least + 1);

/** Calls fall by up to six per cent a month, around a course or along a walk; receipts follow them. */
function usage(random: Random): PricingDossierDocument['domains'][number]['usage'] {
  const months = wholeBetween(random, 9, 36);
  const decline = between(random, 0, 0.06);
  const noise = between(random, 0.01, 0.15);
  const isWalk = random.below(2) === 0;
  const level = Math.log(between(random, 5_000, 2_000_000));
  const price = between(random, 0.1, 3);
  let walked = 0;
  return Array.from({ length: months }, (_, index) => {
    const shock = noise * random.normal();
    walked += shock;
    const expected = Math.exp(level - decline * index + (isWalk ? walked : shock));
    const calls = Math.max(Math.round(expected + Math.sqrt(expected) * random.normal()), 0);
    return {
      month: monthStartOf(LAST_MONTH - months + 1 + index),
      calls,
      revenueMinor: Math.round(calls * price * Math.exp(0.02 * random.normal())),
    };
  });
}

/** Skill falls on the logit scale; scores scatter one to two times as much as fresh questions make them. */
function scores(random: Random): PricingDossierDocument['domains'][number]['scores'] {
  const count = wholeBetween(random, 4, 24);
  const trials = wholeBetween(random, 150, 2_000);
  const overDispersion = between(random, 1, 2);
  const start = between(random, 0.5, 2.5);
  const slope = between(random, 0, 0.8);
  return Array.from({ length: count }, (_, index) => {
    const t = 2024.5 + (2.35 * index) / count + 0.05 * random.uniform();
    const share = 1 / (1 + Math.exp(slope * (t - 2024.5) - start));
    const deviation = Math.sqrt((overDispersion * share * (1 - share)) / trials);
    const right = Math.round(trials * (share + deviation * random.normal()));
    return { t, score: Math.min(Math.max(right, 0), trials) / trials, trials };
  });
}

/** Multiples of yearly receipts of two or so, give or take a half, lower for older sales of larger models. */
function comparables(random: Random): NonNullable<PricingDossierDocument['comparables']> {
  return Array.from({ length: wholeBetween(random, 0, 40) }, () => {
    const revenue = Math.exp(14 + 1.5 * random.normal());
    const age = wholeBetween(random, 0, 30);
    const multiple = Math.exp(0.7 - 0.01 * age - 0.1 * Math.log(revenue / 1e6) + 0.5 * random.normal());
    const price = Math.round(revenue * multiple) + 1;
    const reserve = Math.round(revenue * 0.8) + 1;
    return {
      date: monthStartOf(LAST_MONTH - age),
      kind: random.below(3) === 0 ? 'usage-licence' : 'weights',
      annualRevenueMinor: Math.round(revenue) + 1,
      reserveMinor: reserve,
      ...(price < reserve ? {} : { priceMinor: price }),
    };
  });
}
