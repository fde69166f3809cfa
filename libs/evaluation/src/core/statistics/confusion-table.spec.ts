import { confusionTable, negativesOf, positivesOf, rowsOf } from './confusion-table.js';

describe('confusionTable', () => {
  const table = confusionTable([1, 1, 1, 0, 0, 0, 0], [1, 1, 0, 1, 0, 0, 0]);

  it('counts answers against labels', () => {
    expect(table).toEqual({ truePositives: 2, falseNegatives: 1, falsePositives: 1, trueNegatives: 3 });
  });

  it('adds up to the rows of either class', () => {
    expect([positivesOf(table), negativesOf(table), rowsOf(table)]).toEqual([3, 4, 7]);
  });

  it('asserts on unlike numbers of labels and answers', () => {
    expect(() => confusionTable([1], [])).toThrow('as many predictions');
  });
});
