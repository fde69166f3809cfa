import type { Evidence, Score } from '../evidence.js';
import { percent, percentRange } from '../format.js';
import type { SeriesStyle } from '../series-style.js';
import { Marker } from './marker.js';

type Props = {
  readonly evidence: readonly Evidence[];
  readonly styles: ReadonlyMap<string, SeriesStyle>;
  readonly metric: string;
  readonly selectedSlice: string | undefined;
  readonly onSlice: (slice: string) => void;
};

/** Key to the chart: each model's score in one slice, and its false positives beside. */
export function ModelTable({ evidence, styles, metric, selectedSlice, onSlice }: Props) {
  const slices = new Map(evidence.flatMap(({ dated }) => dated.map(({ slice, label }) => [slice, label])));
  return (
    <table class="models" data-testid="models">
      <caption class="visually-hidden">{metric} in one slice, and false positives, for each model</caption>
      <thead>
        <tr>
          <th scope="col">Model</th>
          <th scope="col" class="figure">
            <label>
              {metric}{' '}
              <select
                value={selectedSlice}
                onChange={({ currentTarget }) => {
                  onSlice(currentTarget.value);
                }}
              >
                {[...slices].map(([slice, label]) => (
                  <option key={slice} value={slice}>
                    {label}
                  </option>
                ))}
              </select>
            </label>
          </th>
          <th scope="col" class="figure">
            False positives
          </th>
        </tr>
      </thead>
      <tbody>
        {evidence.map((one) => {
          const style = styles.get(one.key);
          return (
            <tr key={one.key} data-valued={one.isValued}>
              <th scope="row">
                {style === undefined ? null : <Marker style={style} />}
                {one.name}
              </th>
              <ScoreCell score={one.dated.find(({ slice }) => slice === selectedSlice)?.score} />
              <ScoreCell score={one.falsePositives} />
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

const ScoreCell = ({ score }: { readonly score: Score | undefined }) => (
  <td class="figure">
    {score === undefined ? (
      '–'
    ) : (
      <>
        {percent(score.value)}
        <small>{percentRange(score.lower, score.upper)}</small>
      </>
    )}
  </td>
);
