import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as usage from '#contract/usage';
import { asCurrency, assertDefined, type Currency, seededRandom } from '#libs/kernel';
import { projectRoot } from '#libs/platform';
import { z } from 'zod';

/** How much a model of a domain is used, what its calls earn and cost, and what would take its place. */
const domainFigures = z.strictObject({
  fieldOfUse: z.string(),
  callsPerMonth: z.int().min(1),
  monthlyChange: z.number(),
  pricePerThousandCallsMinor: z.number().min(0),
  servePerThousandCallsMinor: z.number().min(0),
  substitute: z.strictObject({
    name: z.string(),
    quality: z.number(),
    pricePerThousandCallsMinor: z.number(),
  }),
});

/** The made-up part of the demonstration, in one file that says so. */
const fixture = z.strictObject({
  about: z.string(),
  licence: z.string(),
  currency: z.string(),
  months: z.int().min(1),
  domains: z.record(z.string(), domainFigures),
});

export type DomainFigures = z.output<typeof domainFigures>;
type UsageMonth = z.output<typeof usage.usageMonth>;

export type MadeUpMarket = {
  readonly currency: Currency;
  readonly months: number;
  readonly figuresOf: (domain: string) => DomainFigures;
};

export function readMadeUpMarket(): MadeUpMarket {
  const file = join(projectRoot(), 'apps', 'standalone', 'fixtures', 'market.json');
  const { currency, months, domains } = fixture.parse(JSON.parse(readFileSync(file, 'utf8')));
  return {
    currency: asCurrency(currency),
    months,
    figuresOf: (domain) => assertDefined(domains[domain], `${domain} has figures in ${file}`),
  };
}

/** Models of a domain differ in size by up to so much either way. */
const SIZE_SPREAD = 0.6;
/** Standard deviation of a month around its trend, on the log scale. */
const MONTH_NOISE = 0.04;

/**
 * The last `count` whole months before a day, made up: a level that is the model's own, the domain's trend, and noise.
 * The same model has the same months on the same day.
 */
export function madeUpMonths(
  model: string,
  domains: readonly DomainFigures[],
  beforeDay: string,
  count: number,
): UsageMonth[] {
  const random = seededRandom(`demonstration usage of ${model}`);
  const size = 1 - SIZE_SPREAD + 2 * SIZE_SPREAD * random.uniform();
  const first = monthsBefore(beforeDay, count);
  return Array.from({ length: count }, (_, index) => {
    const noise = Math.exp(MONTH_NOISE * random.normal());
    let calls = 0;
    let revenue = 0;
    for (const { callsPerMonth, monthlyChange, pricePerThousandCallsMinor } of domains) {
      const called = Math.round(callsPerMonth * size * (1 + monthlyChange) ** index * noise);
      calls += called;
      revenue += (called * pricePerThousandCallsMinor) / 1_000;
    }
    return {
      periodStart: monthAfter(first, index),
      calls: BigInt(calls),
      revenueMinor: BigInt(Math.round(revenue)),
    };
  });
}

const monthsBefore = (day: string, count: number): Date =>
  new Date(Date.UTC(Number(day.slice(0, 4)), Number(day.slice(5, 7)) - 1 - count, 1));

const monthAfter = (first: Date, index: number): string =>
  new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + index, 1)).toISOString().slice(0, 10);
