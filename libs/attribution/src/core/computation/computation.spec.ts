import { assert, type Json, parseJson } from '#libs/kernel';
import { attribute, readAttributionInput } from './attribution-input.js';

const read = (json: unknown) => {
  const input = readAttributionInput(json);
  assert(input.ok, input.ok ? '' : `${input.error.path} ${input.error.reason}`);
  return input.value;
};

const council = {
  method: 'shapley',
  players: ['a', 'b', 'c'],
  votingGame: { quota: 3, weights: [2, 1, 1] },
};

describe('progress', () => {
  it.each(['shapley', 'banzhaf'])('of sampling %s values is told by the hundredth, each once', (method) => {
    const told: number[] = [];
    attribute(read({ ...council, method, samples: 5_000 }), (doneBps) => told.push(doneBps));
    expect(told).toEqual(Array.from({ length: 100 }, (_, index) => (index + 1) * 100));
  });

  it('does not change what is computed', () => {
    const input = read({ ...council, samples: 50 });
    expect(attribute(input, () => undefined)).toEqual(attribute(input));
  });

  it('of exact values is not told: they come at once', () => {
    const told: number[] = [];
    attribute(read(council), (doneBps) => told.push(doneBps));
    expect(told).toEqual([]);
  });
});

describe('an input', () => {
  it('may have a player by the name of __proto__', () => {
    const json = parseJson('{"method":"shapley","players":["__proto__"],"utilities":{"":0,"__proto__":2}}');
    assert(json.ok, 'this is JSON');
    expect(attribute(read(json.value))).toMatchObject({
      ok: true,
      value: { values: [{ player: '__proto__', exact: '2/1' }] },
    });
  });

  it.each<[string, Json, string]>([
    ['of no method', { method: 'guess' }, '/method'],
    ['with a field that nobody knows', { ...council, quorum: 2 }, '/quorum'],
    [
      'with fewer weights than players',
      { ...council, votingGame: { quota: 1, weights: [1] } },
      '/votingGame/weights',
    ],
    ['with rows of different lengths', { method: 'knn-shapley', k: 1, matches: [[1], [1, 0]] }, '/matches/1'],
    [
      'with training points alone',
      { method: 'knn-shapley', k: 1, train: { features: [[1]], labels: [1] } },
      '/validation',
    ],
  ])('%s is refused where it is wrong', (_what, json, path) => {
    expect(readAttributionInput(json)).toMatchObject({ ok: false, error: { path } });
  });
});
