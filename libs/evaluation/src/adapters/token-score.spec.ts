import { tokenScore } from './token-score.js';

const tokens = { positive: ['yes', 'Yes'], negative: ['no'] };
const candidate = (token: string, probability: number): { token: string; logprob: number } => ({
  token,
  logprob: Math.log(probability),
});

describe('tokenScore', () => {
  it('is the share of the positive tokens among those that count', () => {
    const candidates = [
      candidate('yes', 0.3),
      candidate(' Yes', 0.3),
      candidate('no', 0.2),
      candidate('I', 0.2),
    ];
    expect(tokenScore(candidates, tokens)).toBeCloseTo(0.75, 12);
  });

  it('is one or none when only one side was considered', () => {
    expect(tokenScore([candidate('yes', 0.9)], tokens)).toBe(1);
    expect(tokenScore([candidate('no', 0.9)], tokens)).toBe(0);
  });

  it.each([[[]], [[candidate('perhaps', 1)]], [[{ token: 'yes', logprob: -Infinity }]]])(
    'is nothing when no token speaks: %j',
    (candidates) => {
      expect(tokenScore(candidates, tokens)).toBeUndefined();
    },
  );

  it('is nothing for probabilities that overflow', () => {
    expect(tokenScore([{ token: 'yes', logprob: 1e9 }], tokens)).toBeUndefined();
  });
});
