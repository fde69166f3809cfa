import { edgeMap } from '../edge-map.js';
import type { Market } from '../market-view.js';
import { EdgeGrid } from './edge-grid.js';
import { Section } from './section.js';

/** Where a model that is weak in general is strong all the same. */
export const EdgesSection = ({ market: { edges } }: { readonly market: Market }) => (
  <Section
    id="edges"
    title="Where is a weak model strong?"
    lead="Each model on each domain it was tested on. Lift is 0 % for what the best trick without a model reaches, and 100 % for no mistakes. The weakest in general stand at the top: a dark cell in a light row is a model that is worth something somewhere."
  >
    {edges.versions.length === 0 ? (
      <p class="empty">No evidence has been worked out yet.</p>
    ) : (
      <>
        <EdgeGrid map={edgeMap(edges)} />
        <p class="note">
          The best of those that were tested on a domain is called so; below stands its place, with the places
          that the data leave possible in brackets. Stronger shades mean more lift.
        </p>
      </>
    )}
  </Section>
);
