import { useMemo, useState } from 'preact/hooks';
import { type Evidence, evidenceOf, shownDomain } from '../evidence.js';
import { percent } from '../format.js';
import { CONTENDERS_MAX } from '../load-contenders.js';
import { type Domain, type Market, nameOf, type Priced } from '../market-view.js';
import { headlineMetric } from '../metric-names.js';
import { isOpenRun } from '../progress.js';
import { seriesStyles } from '../series-style.js';
import { qualityAhead, type QualityPoint } from '../valuation-document.js';
import { DecayChart } from './decay-chart.js';
import { ModelTable } from './model-table.js';
import { Section } from './section.js';
import { SliceTables } from './slice-tables.js';

/** How well each model still works: scores per year, and the curve that the price rests on. */
export function ScoresSection({ market }: { readonly market: Market }) {
  const domain = shownDomain(market);
  const evidence = useMemo(
    () => (domain === undefined ? [] : evidenceOf(market, domain.name)),
    [market, domain],
  );
  return (
    <Section id="scores" title="How well does it still work?" lead={domain?.description}>
      {domain === undefined || evidence.length === 0 ? (
        <Waiting market={market} />
      ) : (
        <Scores evidence={evidence} domain={domain} priced={market.priced} />
      )}
      {market.valuedModels.length > CONTENDERS_MAX ? (
        <p class="note">
          Only the first {CONTENDERS_MAX} models and those tested beside the valued one are shown; the API
          lists all of them at <code>/v1/models</code>.
        </p>
      ) : null}
    </Section>
  );
}

function Waiting({ market: { contenders } }: { readonly market: Market }) {
  const isRunning = contenders.some(({ runs }) => runs.some(isOpenRun));
  const failure = contenders.flatMap(({ runs }) => runs).find(({ state }) => state === 'failed');
  if (!isRunning && failure !== undefined)
    return <p class="empty">The last run failed: {failure.reason ?? 'no reason was given'}.</p>;
  return (
    <p class="empty">
      {isRunning
        ? 'The models are being evaluated; scores appear as runs are completed.'
        : 'No run has been completed yet.'}
    </p>
  );
}

type ScoresProps = {
  readonly evidence: readonly Evidence[];
  readonly domain: Domain;
  readonly priced: Priced | undefined;
};

const NO_CURVE: readonly QualityPoint[] = [];

function Scores({ evidence, domain, priced }: ScoresProps) {
  const [picked, setPicked] = useState<string>();
  const selectedSlice = picked ?? evidence[0]?.dated.at(-1)?.slice;
  const metric = headlineMetric(domain);
  const document = priced?.document;
  const curve = useMemo(
    () => (document === undefined ? NO_CURVE : qualityAhead(document, domain.name)),
    [document, domain],
  );
  const content = useMemo(
    () => ({ evidence, styles: seriesStyles(evidence), valuedAtYear: curve[0]?.t, selectedSlice }),
    [evidence, curve, selectedSlice],
  );
  return (
    <>
      <div class="scores">
        <figure>
          <DecayChart
            content={content}
            curve={curve}
            description={`${metric.name} per year for ${evidence.map(({ name }) => name).join(', ')}. The tables below hold all figures.`}
            onSlice={setPicked}
          />
          <figcaption>
            {metric.name}: {metric.meaning}. Marks stand at the mean date of their slice, side by side where
            models share it; whiskers are 95 % intervals.
            {priced === undefined || curve.length === 0 ? null : (
              <ForecastNote priced={priced} domain={domain.name} />
            )}
          </figcaption>
        </figure>
        <ModelTable {...content} metric={metric.name} onSlice={setPicked} />
      </div>
      <SliceTables evidence={evidence} metric={metric.name} />
      <details>
        <summary>What to know about this data</summary>
        <ul>
          {domain.caveats.map((caveat) => (
            <li key={caveat}>{caveat}</li>
          ))}
        </ul>
      </details>
    </>
  );
}

function ForecastNote({ priced, domain }: { readonly priced: Priced; readonly domain: string }) {
  const shares = priced.document.forecasts.find((forecast) => forecast.domain === domain)?.quality ?? {};
  const families = Object.entries(shares).sort(([, a], [, b]) => b - a);
  return (
    <>
      {' '}
      The line is the forecast for {nameOf(priced.version)} with its band from P10 to P90 (
      {families.length === 0
        ? 'its course is assumed, not measured'
        : families.map(([family, share]) => `${family.replaceAll('-', ' ')} ${percent(share)}`).join(', ')}
      ).
    </>
  );
}
