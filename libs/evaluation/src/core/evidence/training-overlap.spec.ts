import { assert } from '#libs/kernel';
import { type DomainRow, rowId } from '../domain-row.js';
import { trainingOverlap } from './training-overlap.js';

const row = (input: string, target: string, cluster?: string): DomainRow => {
  const fields = { input, target, slice: 'all', cluster };
  return { id: rowId(fields), ...fields };
};

const KNOWN = 'one two three four five six seven eight nine';
const rows = [
  row(KNOWN, 'spam', 'numbers'),
  row('another text of which nobody has ever read a single word', 'ham'),
  row('yet another text of which nobody has ever read a word', 'spam'),
  row('too short', 'ham'),
];

const seen = (...texts: readonly string[]) => ({ of: 'train-file', texts }) as const;

describe('trainingOverlap', () => {
  it('tells how many rows overlap, and how the model does on them', () => {
    const found = trainingOverlap(rows, () => ({ label: 'spam' }), seen(`so ${KNOWN} ten`, 'numbers'));
    assert(found.ok, 'expected an overlap');
    expect(found.value).toMatchObject({
      of: 'train-file',
      words: 8,
      tooShort: 1,
      overlapping: { value: 1 / 3, n: 3 },
      correctOverlapping: 1,
      correctOthers: 0.5,
      names: { clusters: 1, carried: 1 },
    });
  });

  it('does not tell how a model does on rows that there are none of', () => {
    expect(trainingOverlap(rows, () => ({ label: 'spam' }), seen())).toMatchObject({
      value: { overlapping: { value: 0 }, correctOverlapping: null },
    });
  });

  it('refuses rows that are all too short', () => {
    expect(trainingOverlap([row('too short', 'ham')], () => ({ label: 'ham' }), seen())).toMatchObject({
      ok: false,
    });
  });
});
