import type { DrawBidder } from './instance.js';

const LENGTH_MAX = 10;
const DEVIATION = 0.5;
const ANOTHER_DEADLINE = 0.7;
const ADDITIVITY = 0.2;

/**
 * Time on one machine: a job needs consecutive slots and is worth less after each of its deadlines (Leyton-Brown,
 * Pearson and Shoham, 2000, section 4.5; CATS, distribution `scheduling`).
 */
export const scheduling =
  (itemCount: number): DrawBidder =>
  (random) => {
    const length = 1 + random.below(LENGTH_MAX);
    const first = length - 1 + random.below(itemCount - length + 1);
    const worth = (1 - DEVIATION + 2 * DEVIATION * random.uniform()) * length ** (1 + ADDITIVITY);
    const alternatives = [];
    let passed = -1;
    let deadline = first;
    for (;;) {
      for (let start = Math.max(0, passed - length + 2); start + length - 1 <= deadline; start += 1)
        alternatives.push({
          items: Array.from({ length }, (_, slot) => start + slot),
          value: first === 0 ? worth : (worth * first) / deadline,
        });
      passed = deadline;
      if (passed >= itemCount - 1 || random.uniform() > ANOTHER_DEADLINE) return alternatives;
      deadline = passed + 1 + random.below(itemCount - passed - 1);
    }
  };
