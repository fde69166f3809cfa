import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { drawDomains } from './hidden-split-draw.js';

const CANDIDATES = ['bot-user-agents', 'spam-mail', 'sentiment', 'languages', 'bird-strikes'];

it('can be repeated with nothing but SHA-256', () => {
  const numbers = CANDIDATES.map((domain) => ({
    domain,
    number: createHash('sha256').update(`{"domain":"${domain}","seed":"checkpoint 7"}`).digest('hex'),
  }));
  numbers.sort((a, b) => (a.number < b.number ? -1 : 1));
  expect(drawDomains('checkpoint 7', CANDIDATES, 3)).toEqual(numbers.slice(0, 3).map(({ domain }) => domain));
});

it('does not depend on the order of the candidates', () => {
  const shuffled = fc.shuffledSubarray(CANDIDATES, { minLength: CANDIDATES.length });
  fc.assert(
    fc.property(fc.string(), shuffled, (seed, order) => {
      expect(drawDomains(seed, order, 2)).toEqual(drawDomains(seed, CANDIDATES, 2));
    }),
  );
});

it('gives every candidate its chance', () => {
  const drawn = new Map(CANDIDATES.map((domain) => [domain, 0]));
  for (let seed = 0; seed < 5_000; seed += 1)
    for (const domain of drawDomains(String(seed), CANDIDATES, 1))
      drawn.set(domain, (drawn.get(domain) ?? 0) + 1);
  // 1000 expected, standard deviation 28: five of them.
  for (const count of drawn.values()) expect(Math.abs(count - 1_000)).toBeLessThan(142);
});

it('draws all when there are not enough, none when none is wanted', () => {
  expect([...drawDomains('s', CANDIDATES, 9)].sort()).toEqual([...CANDIDATES].sort());
  expect(drawDomains('s', CANDIDATES, 0)).toEqual([]);
});
