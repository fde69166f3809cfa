import type { Currency } from '#libs/kernel';
import { decimalYear } from '../../calendar-time.js';
import type { DayRange } from '../../pricing/curves/bands.js';
import type { DomainCurve } from '../../pricing/curves/residual-utility-curve.js';
import type { RangeText } from '../../pricing/minor-amounts.js';
import type { Valuation } from '../../pricing/valuation.js';
import { bandChart } from '../charts/band-chart.js';
import { axisAmount, dayText, figure, money, percent } from '../figure-text.js';
import { html, type Markup } from '../markup.js';
import type { Section } from '../section.js';
import { figures, tableMarkup, text } from '../table.js';

/** Points of a curve that its table shows: the first, then one a year of the quarterly points. */
const POINTS_PER_YEAR = 4;

/** What the model still saves a month against the cheapest adequate substitute, in total and domain by domain. */
export const curvesSection = ({ curves: { total, domains }, currency }: Valuation): Section => ({
  id: 'curves',
  title: 'Residual utility',
  body: html` <p>
      What the calls of a month still save against the cheapest adequate substitute, less their cost to serve;
      in total also less the fixed cost. A curve is over where it crosses zero: the thick line there runs from
      the first to the last decile of the day, with a diamond at the median.
    </p>
    ${curveMarkup('curve-total', 'All domains together', total, currency)}
    ${tableMarkup({
      caption: 'All domains together, a month',
      columns: [text('Year'), ...figures('P10', 'P50', 'P90')],
      rows: yearly(total.points).map(({ t, utilityPerMonthMinor }) => [
        t.toFixed(2),
        ...amounts(utilityPerMonthMinor, currency),
      ]),
    })}
    ${domains.map((curve, index) => domainMarkup(curve, index, currency))}`,
});

const domainMarkup = (curve: DomainCurve, index: number, currency: Currency): Markup =>
  html` ${curveMarkup(`curve-${String(index)}`, curve.domain, curve, currency)}
  ${tableMarkup({
    caption: `${curve.domain}, a month; quality, calls and savings are medians`,
    columns: [
      text('Year'),
      ...figures('Quality', 'Calls', 'Minor units saved by 1000 calls', 'Utility P10', 'P50', 'P90'),
    ],
    rows: yearly(curve.points).map((point) => [
      point.t.toFixed(2),
      percent(point.quality.p50),
      point.callsPerMonth.p50.toFixed(0),
      figure(point.savingPerThousandCallsMinor.p50),
      ...amounts(point.utilityPerMonthMinor, currency),
    ]),
  })}`;

interface UtilityCurve {
  readonly points: readonly { readonly t: number; readonly utilityPerMonthMinor: RangeText }[];
  readonly crossesZeroOn: DayRange;
}

const curveMarkup = (id: string, name: string, curve: UtilityCurve, currency: Currency): Markup =>
  html` <h3>${name}</h3>
    <p>
      Crosses zero on ${dayText(curve.crossesZeroOn.p50)} (P10 ${dayText(curve.crossesZeroOn.p10)}, P90
      ${dayText(curve.crossesZeroOn.p90)}).
    </p>
    <figure>
      ${bandChart({
        id,
        title: `Residual utility a month: ${name}`,
        description:
          'The median with the band from P10 to P90 over the years. The table below holds the figures.',
        points: curve.points.map(({ t, utilityPerMonthMinor: { p10, p50, p90 } }) => ({
          t,
          p10: Number(p10),
          p50: Number(p50),
          p90: Number(p90),
        })),
        crossing: crossingYears(curve.crossesZeroOn),
        axisText: (value) => axisAmount(value, currency),
        unit: `${currency} a month`,
      })}
    </figure>`;

const crossingYears = ({ p10, p50, p90 }: DayRange) => {
  const yearOf = (day: string | null): number | null => (day === null ? null : decimalYear(day));
  return { p10: yearOf(p10), p50: yearOf(p50), p90: yearOf(p90) };
};

const yearly = <Point>(points: readonly Point[]): readonly Point[] =>
  points.filter((_, index) => index % POINTS_PER_YEAR === 0);

const amounts = ({ p10, p50, p90 }: RangeText, currency: Currency): readonly Markup[] =>
  [p10, p50, p90].map((amountMinor) => money(amountMinor, currency));
