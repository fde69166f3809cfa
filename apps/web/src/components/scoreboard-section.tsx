import { percent } from '../format.js';
import type { Market, Scoreboard } from '../market-view.js';
import { boardFigures } from '../score-text.js';
import { CalibrationPlot } from './calibration-plot.js';
import { OutcomesTable } from './outcomes-table.js';
import { Section } from './section.js';

/** The engine's own record: every frozen valuation beside what became of its lot. */
export const ScoreboardSection = ({ market: { scoreboard } }: { readonly market: Market }) => (
  <Section
    id="scoreboard"
    title="How good were past valuations?"
    lead="Each valuation was frozen before its auction opened. Here it stands beside what became of the lot, sold or not; none is left out."
  >
    {scoreboard.entries.length === 0 ? (
      <p class="empty">No auction of a valued lot has ended yet.</p>
    ) : (
      <Board scoreboard={scoreboard} />
    )}
  </Section>
);

const Board = ({ scoreboard: { overall, entries } }: { readonly scoreboard: Scoreboard }) => (
  <>
    <p>
      <span class="badge" data-state={overall.calibration.calibrated ? 'fresh' : 'stale'}>
        {overall.calibration.calibrated ? 'calibrated' : 'not calibrated'}
      </span>{' '}
      {overall.calibration.reason}.
    </p>
    <div class="scoreboard">
      <dl class="figures" data-testid="scoreboard">
        {boardFigures(overall, percent).map(({ name, figure, note }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              {figure}
              <small>{note}</small>
            </dd>
          </div>
        ))}
      </dl>
      <CalibrationPlot points={overall.reliability} />
    </div>
    <OutcomesTable entries={entries} />
  </>
);
