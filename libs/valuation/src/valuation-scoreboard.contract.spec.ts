import { seededRandom } from '#libs/kernel';
import type { z } from 'zod';
import { scoreboard } from './core/scoreboard/scoreboard.js';
import { scoreboardDocument } from './core/scoreboard/scoreboard-document.js';
import { simulatedLots } from './core/scoreboard/simulated-lots-fixture.js';
import { scoreboardView } from './valuation-scoreboard.contract.js';

const lots = (count: number) => simulatedLots({ lots: count, reserveShare: 0.8 }, seededRandom('document'));

describe('the document of a scoreboard', () => {
  it.each([0, 1, 12, 60])('of %d lots is what its contract says', (count) => {
    const document: z.input<typeof scoreboardView> = scoreboardDocument(scoreboard(lots(count), 'seed'));
    expect(scoreboardView.parse(document)).toEqual(document);
  });

  it('is plain JSON', () => {
    const document = scoreboardDocument(scoreboard(lots(12), 'seed'));
    expect(JSON.parse(JSON.stringify(document))).toEqual(document);
  });

  it('admits no figure that is neither given nor refused', () => {
    const document = scoreboardDocument(scoreboard(lots(12), 'seed'));
    const silent = { ...document, overall: { ...document.overall, hitRate: null } };
    expect(scoreboardView.safeParse(silent).success).toBe(false);
  });
});
