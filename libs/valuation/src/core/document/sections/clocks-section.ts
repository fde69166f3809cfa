import type { YearsRange } from '../../pricing/curves/bands.js';
import type { Valuation } from '../../pricing/valuation.js';
import { percent, yearsText } from '../figure-text.js';
import { html, type Insertion } from '../markup.js';
import type { Section } from '../section.js';
import { figures, type Row, tableMarkup, text } from '../table.js';

type Levels<T> = { readonly p10: T; readonly p50: T; readonly p90: T };

/** The three clocks by which a model ages, each a table of what stops when. */
export const clocksSection = ({ clocks, horizonMonths }: Valuation): Section => {
  const years = (name: string, range: YearsRange): Row =>
    row(name, range, (value) => yearsText(value, horizonMonths));
  const shares = (name: string, range: Levels<number>): Row => row(name, range, (value) => percent(value));
  const calls = (name: string, range: Levels<number>): Row => row(name, range, (value) => value.toFixed(0));
  return {
    id: 'clocks',
    title: 'Three clocks of decay',
    body: html` ${clockTable(
      'Capability: what the model can do',
      clocks.capability.flatMap(({ domain, qualityToday, qualityInOneYear, halfLifeYears }) => [
        shares(`${domain}: right answers today`, qualityToday),
        shares(`${domain}: right answers in one year`, qualityInOneYear),
        years(`${domain}: until half of the skill above chance is left`, halfLifeYears),
      ]),
    )}
    ${clockTable(
      'Competitiveness: what others do for less',
      clocks.competitiveness.flatMap(({ domain, halfLifeYears, savesNothingAfterYears }) => [
        years(`${domain}: until the right answers cost half of today’s elsewhere`, halfLifeYears),
        years(`${domain}: until a call saves nothing`, savesNothingAfterYears),
      ]),
    )}
    ${clockTable(
      'Usage: who still calls it',
      clocks.usage.flatMap(({ domain, callsPerMonthToday, halfLifeYears }) => [
        calls(`${domain}: calls a month today`, callsPerMonthToday),
        years(`${domain}: until half of the calls are left`, halfLifeYears),
      ]),
    )}`,
  };
};

const clockTable = (caption: string, rows: readonly Row[]) =>
  tableMarkup({ caption, columns: [text('Domain and what is told'), ...figures('P10', 'P50', 'P90')], rows });

const row = <T>(name: string, { p10, p50, p90 }: Levels<T>, show: (value: T) => Insertion): Row => [
  name,
  show(p10),
  show(p50),
  show(p90),
];
