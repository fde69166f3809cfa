import type { Evidence, Score } from '../evidence.js';
import { percent, percentRange } from '../format.js';

/** Every figure behind the chart, one table for each model. */
export const SliceTables = ({
  evidence,
  metric,
}: {
  readonly evidence: readonly Evidence[];
  readonly metric: string;
}) => (
  <div class="slice-tables">
    {evidence.map((one) => (
      <details key={one.key} data-testid="slice-table">
        <summary>All figures of {one.name}</summary>
        <SliceTable evidence={one} metric={metric} />
      </details>
    ))}
  </div>
);

const SliceTable = ({ evidence, metric }: { readonly evidence: Evidence; readonly metric: string }) => (
  <table>
    <thead>
      <tr>
        <th scope="col">Slice</th>
        <th scope="col" class="figure">
          n
        </th>
        <th scope="col" class="figure">
          Right
        </th>
        <th scope="col" class="figure">
          {metric}
        </th>
        <th scope="col" class="figure">
          95 % interval
        </th>
      </tr>
    </thead>
    <tbody>
      {evidence.dated.map(({ slice, label, score }) => (
        <ScoreRow key={slice} name={label} score={score} />
      ))}
      {evidence.falsePositives === undefined ? null : (
        <ScoreRow name="False positives" score={evidence.falsePositives} />
      )}
    </tbody>
  </table>
);

const ScoreRow = ({ name, score }: { readonly name: string; readonly score: Score }) => (
  <tr>
    <th scope="row">{name}</th>
    <td class="figure">{score.n}</td>
    <td class="figure">{score.successes}</td>
    <td class="figure">{percent(score.value)}</td>
    <td class="figure">{percentRange(score.lower, score.upper)}</td>
  </tr>
);
