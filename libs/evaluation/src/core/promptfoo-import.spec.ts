import { parse } from 'yaml';
import { assert, type Json } from '#libs/kernel';
import { parseDomainDefinition } from './domain-definition.js';
import { type DomainRow, parseDomainRow } from './domain-row.js';
import type { FieldProblem } from './field-problem.js';
import { importPromptfoo, type ImportedDomain } from './promptfoo-import.js';
import { scoreRun } from './score-slice.js';

const SETTINGS = { name: 'capitals', licence: 'CC0-1.0' };

const CONFIGURATION = `
description: Capitals
providers: [openai:gpt-4o-mini]
prompts:
  - 'What is the capital of {{ country }}?'
  - 'Name the capital of {{country}}. Answer in {{language}}.'
defaultTest:
  vars: { language: English }
  assert:
    - { type: not-contains, value: sorry }
tests:
  - vars: { country: France }
    assert:
      - { type: equals, value: Paris, metric: exactness }
  - description: in another language
    vars: { country: Italy, language: Italian }
    assert:
      - { type: regex, value: '^(Roma|Rome)$' }
`;

const imported = (yaml: string): ImportedDomain => {
  const domain = importPromptfoo(parse(yaml), SETTINGS);
  assert(domain.ok, `expected a domain: ${JSON.stringify(domain)}`);
  return domain.value;
};

const problemOf = (change: (configuration: Record<string, Json>) => void): FieldProblem => {
  const configuration = parse(CONFIGURATION) as Record<string, Json>;
  change(configuration);
  const domain = importPromptfoo(configuration, SETTINGS);
  assert(!domain.ok, 'expected a problem');
  return domain.error;
};

const rowsOf = ({ document, rowsText }: ImportedDomain): readonly DomainRow[] => {
  const definition = parseDomainDefinition(document);
  assert(definition.ok, `expected a definition: ${JSON.stringify(definition)}`);
  return rowsText
    .trimEnd()
    .split('\n')
    .map((line) => {
      const row = parseDomainRow(definition.value, JSON.parse(line));
      assert(row.ok, `expected a row: ${JSON.stringify(row)}`);
      return row.value;
    });
};

describe('importPromptfoo', () => {
  it('makes a row of each prompt with the variables of each test, one slice a prompt', () => {
    const rows = rowsOf(imported(CONFIGURATION));
    expect(rows.map(({ input, slice }) => [slice, input])).toEqual([
      ['prompt-1', 'What is the capital of France?'],
      ['prompt-1', 'What is the capital of Italy?'],
      ['prompt-2', 'Name the capital of France. Answer in English.'],
      ['prompt-2', 'Name the capital of Italy. Answer in Italian.'],
    ]);
    expect(rows[0]?.assert).toEqual([
      { type: 'contains', value: 'sorry', not: true },
      { type: 'equals', value: 'Paris' },
    ]);
  });

  it('makes a domain that scores texts by their assertions', () => {
    const domain = imported(CONFIGURATION);
    const definition = parseDomainDefinition(domain.document);
    assert(definition.ok, 'expected a definition');
    const said = ['Paris', 'Rome', 'Paris, sorry', 'Milano'];
    const rows = rowsOf(domain);
    const answers = new Map(rows.map(({ id }, index) => [id, { label: said[index] ?? '' }]));
    const scores = scoreRun(definition.value, rows, answers);
    assert(scores.ok, 'expected scores');
    expect(scores.value.slices).toMatchObject([
      { slice: 'prompt-1', correct: 2, n: 2 },
      { slice: 'prompt-2', correct: 0, n: 2 },
    ]);
  });

  it('puts variables into what is asserted too', () => {
    const [row] = rowsOf(
      imported(`
prompts: ['Repeat {{word}}']
tests:
  - vars: { word: 7 }
    assert: [{ type: equals, value: '{{word}}' }]
`),
    );
    expect(row?.assert).toEqual([{ type: 'equals', value: '7' }]);
  });

  const firstTest = (test: Json) => (configuration: Record<string, Json>) => {
    configuration['tests'] = [test];
  };
  const asserting = (...assert: Json[]) => firstTest({ vars: { country: 'France' }, assert });

  it.each<[string, (configuration: Record<string, Json>) => void, string]>([
    ['code', asserting({ type: 'javascript', value: 'output.length' }), '/tests/0/assert/0/type'],
    ['code in negated form', asserting({ type: 'not-python', value: 'x' }), '/tests/0/assert/0/type'],
    ['judging by a model', asserting({ type: 'llm-rubric', value: 'is kind' }), '/tests/0/assert/0/type'],
    ['a schema of JSON', asserting({ type: 'is-json', value: {} }), '/tests/0/assert/0/value'],
    ['a text for is-json', asserting({ type: 'is-json', value: '{}' }), '/tests/0/assert/0/value'],
    ['weights', asserting({ type: 'equals', value: 'x', weight: 2 }), '/tests/0/assert/0/weight'],
    ['slow patterns', asserting({ type: 'regex', value: '(a+)+$' }), '/tests/0/assert/0/value'],
    ['filters', asserting({ type: 'equals', value: '{{ x | upper }}' }), '/tests/0/assert/0/value'],
    ['lists of values', firstTest({ vars: { country: ['a', 'b'] } }), '/tests/0/vars/country'],
    ['transformed outputs', firstTest({ options: { transform: 'output' } }), '/tests/0/options'],
    ['variables from files', firstTest({ vars: { country: 'file://x.txt' } }), '/prompts/0'],
    ['tests in a file', (each) => (each['tests'] = 'file://tests.csv'), '/tests'],
    ['prompts in a file', (each) => (each['prompts'] = ['file://prompt.txt']), '/prompts/0'],
    ['prompts without values', (each) => (each['prompts'] = ['{{city}}?']), '/prompts/0'],
    ['blocks', (each) => (each['prompts'] = ['{% if x %}y{% endif %}']), '/prompts/0'],
    ['scenarios', (each) => (each['scenarios'] = []), '/scenarios'],
    ['what only extensions know', (each) => (each['extensions'] = []), '/extensions'],
  ])('refuses %s', (_, change, path) => {
    expect(problemOf(change).path).toBe(path);
  });

  it('refuses tests that assert nothing, and tests given twice', () => {
    expect(
      problemOf((each) => {
        delete each['defaultTest'];
        firstTest({ vars: { country: 'France', language: 'x' } })(each);
      }).path,
    ).toBe('/tests/0/assert');
    const test = { vars: { country: 'France' } };
    expect(problemOf((each) => (each['tests'] = [test, test])).path).toBe('/tests/1');
  });
});
