import { formatName, formatRule } from './auction-format.js';
import type { Announcement } from './auction-view.js';

const announced = (terms: object): Announcement => terms as Announcement;

test('a format has a name and a rule', () => {
  expect(formatName('second-price')).toBe('Second price');
  expect(formatRule(announced({ format: 'second-price' }))).toContain('second-highest');
});

test('the rule of a uniform price says which price it is', () => {
  const ruleOf = (pricing: string) => formatRule(announced({ format: 'uniform-price', pricing }));
  expect(ruleOf('lowest-accepted')).toContain('lowest price that is accepted');
  expect(ruleOf('highest-rejected')).toContain('highest price that is turned away');
});
