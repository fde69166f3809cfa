import type { Market } from '../market-view.js';
import { type Stage, stagesOf } from '../progress.js';

const STAGES: Readonly<Record<Stage['key'], { readonly name: string; readonly section: string }>> = {
  evaluated: { name: 'Evaluated', section: 'scores' },
  valued: { name: 'Valued', section: 'price' },
  auctioned: { name: 'Auctioned', section: 'auction' },
  'paid-out': { name: 'Paid out', section: 'payout' },
  published: { name: 'Price published', section: 'tick' },
};

const STATES: Readonly<Record<Stage['state'], string>> = {
  waiting: 'not yet',
  active: 'under way',
  done: 'done',
};

/** The five steps from a model to a published price, and how far they have come. */
export const ProgressStrip = ({ market }: { readonly market: Market }) => (
  <nav aria-label="Steps">
    <ol class="steps">
      {stagesOf(market).map(({ key, state, note }) => (
        <li key={key} data-state={state}>
          <a href={`#${STAGES[key].section}`}>
            <span class="step-name">{STAGES[key].name}</span>
            <span class="step-note">
              <span class="visually-hidden">{STATES[state]}: </span>
              {note}
            </span>
          </a>
        </li>
      ))}
    </ol>
  </nav>
);
