import { type EdgeCell, type EdgeMap, isFirst, shadeOf } from '../edge-map.js';
import { percent } from '../format.js';

/** Models by domains, shaded by lift; each cell says in words what its shade shows. */
export const EdgeGrid = ({ map: { domains, rows } }: { readonly map: EdgeMap }) => (
  <div class="scroll" role="region" aria-label="Lift of each model on each domain" tabIndex={0}>
    <table class="edge-grid" data-testid="edges">
      <thead>
        <tr>
          <th scope="col">Model</th>
          {domains.map(({ domain }) => (
            <th key={domain} scope="col">
              {domain.replaceAll('-', ' ')}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ key, name, cells }) => (
          <tr key={key}>
            <th scope="row">{name}</th>
            {cells.map((cell, index) =>
              cell === undefined ? (
                <td key={domains[index]?.domain} class="edge-none">
                  <span class="visually-hidden">not tested</span>
                </td>
              ) : (
                <Cell key={cell.domain} cell={cell} />
              ),
            )}
          </tr>
        ))}
      </tbody>
    </table>
  </div>
);

const VERDICTS: Readonly<Partial<Record<NonNullable<EdgeCell['decay']>['verdict'], string>>> = {
  stale: 'out of date',
  harder: 'harder by now',
  both: 'out of date, and harder',
};

function Cell({ cell }: { readonly cell: EdgeCell }) {
  const { lift, rank, decay, contamination } = cell;
  const notes = [
    decay === null ? undefined : VERDICTS[decay.verdict],
    contamination.sharesSource === true ? 'may have seen the rows' : undefined,
  ].filter((note) => note !== undefined);
  return (
    <td data-shade={shadeOf(lift)}>
      <span class="nowrap">
        {percent(lift, 0)} {isFirst(cell) ? <b>best</b> : null}
      </span>
      <small>
        {rank.value} of {rank.of} ({rank.best}–{rank.worst})
      </small>
      {notes.map((note) => (
        <small key={note}>{note}</small>
      ))}
    </td>
  );
}
