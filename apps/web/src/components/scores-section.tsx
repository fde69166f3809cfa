import { useMemo, useState } from 'preact/hooks';
import type { ShownDomain } from '../appraisal-document.js';
import { type Evidence, evidenceOf, shownDomain } from '../evidence.js';
import { percent } from '../format.js';
import { MODELS_SHOWN_MAX } from '../load-market.js';
import { type Domain, type Market, nameOf, type Priced } from '../market-view.js';
import { isOpenRun } from '../progress.js';
import { seriesStyles } from '../series-style.js';
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
      {market.hasMoreModels ? (
        <p class="note">
          Only the first {MODELS_SHOWN_MAX} models are shown; the API lists all of them at{' '}
          <code>/v1/models</code>.
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

const NO_CURVE: ShownDomain['curve'] = [];

function Scores({ evidence, domain, priced }: ScoresProps) {
  const [picked, setPicked] = useState<string>();
  const selectedSlice = picked ?? evidence[0]?.recall.at(-1)?.slice;
  const fitted = priced?.appraisal.domains.find(({ name }) => name === domain.name);
  const content = useMemo(
    () => ({ evidence, styles: seriesStyles(evidence), valuedAtYear: fitted?.originYear, selectedSlice }),
    [evidence, fitted, selectedSlice],
  );
  return (
    <>
      <div class="scores">
        <figure>
          <DecayChart
            content={content}
            curve={fitted?.curve ?? NO_CURVE}
            description={`Recall per year for ${evidence.map(({ name }) => name).join(', ')}. The tables below hold all figures.`}
            onSlice={setPicked}
          />
          <figcaption>
            Recall: share of the {domain.name} positives that a model finds. Marks stand at the mean date of
            their slice, side by side where models share it; whiskers are 95 % Wilson intervals.
            {priced === undefined || fitted === undefined ? null : (
              <FittedCurve priced={priced} families={fitted.families} />
            )}
          </figcaption>
        </figure>
        <ModelTable {...content} onSlice={setPicked} />
      </div>
      <SliceTables evidence={evidence} />
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

type FittedProps = {
  readonly priced: Priced;
  readonly families: readonly { readonly family: string; readonly weight: number }[];
};

const FittedCurve = ({ priced, families }: FittedProps) => (
  <>
    {' '}
    The line is the curve fitted to {nameOf(priced.version)} with its 95 % band (weight of evidence:{' '}
    {families.map(({ family, weight }) => `${family} ${percent(weight)}`).join(', ')}).
  </>
);
