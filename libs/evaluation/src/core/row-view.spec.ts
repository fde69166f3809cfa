import { rowView } from './row-view.js';

const row = { id: 'ab', input: 'crude', target: 'innuendo', slice: 'tweets' };

it('shows the text of a row', () => {
  expect(rowView({ texts: 'shown' }, row)).toEqual({ ...row, time: null });
});

it('keeps it back where the domain hides its texts', () => {
  expect(rowView({ texts: 'hidden' }, { ...row, time: '2020-01-01' })).toEqual({
    ...row,
    input: null,
    time: '2020-01-01',
  });
});
