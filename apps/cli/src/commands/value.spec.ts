import { NOTHING_GIVEN } from '../command.js';
import { readFileSync } from 'node:fs';
import { assert } from '#libs/kernel';
import { value } from './value.js';

const run = (input: string, ...switches: readonly string[]): Record<string, unknown> => {
  const answer = value.run(input, { options: {}, switches: new Set(switches) });
  assert(answer.ok, answer.ok ? '' : `${answer.error.path}: ${answer.error.reason}`);
  return JSON.parse(answer.value.output) as Record<string, unknown>;
};

/** The same dossier on the fewest paths. */
const quick = (dossier: string): string =>
  JSON.stringify({ ...(JSON.parse(dossier) as object), pathCount: 500 });

const helpExample = (): string => /echo '(.*)' \| salvor value/.exec(value.help)?.[1] ?? '';

describe('salvor value', () => {
  it('values the example in its help, with one right of each kind', () => {
    expect(run(helpExample())).toMatchObject({
      currency: 'EUR',
      rights: [
        { kind: 'weights' },
        { kind: 'exclusive-licence' },
        { kind: 'usage-licence' },
        { kind: 'inference-access' },
        { kind: 'revenue-share' },
      ],
    });
  });

  it('values the example dossier of the documentation with every right', () => {
    const { rights } = run(quick(readFileSync('docs/examples/valuation-dossier.json', 'utf8')));
    expect(rights).toHaveLength(5);
    for (const right of rights as readonly object[]) expect(right).toHaveProperty('reserve');
  });

  it('answers a dossier that is too thin with why', () => {
    const thin = JSON.stringify({
      currency: 'EUR',
      valuationDate: '2026-11-21',
      seed: 1,
      domains: [{ name: 'bots', scores: [{ t: 2026, score: 0.9, trials: 10 }], usage: [] }],
    });
    expect(run(thin)).toMatchObject({ refused: { code: 'too-few-points', subject: 'bots' } });
  });

  it('names the field that is at fault', () => {
    const answer = value.run('{"currency":"EUR","extra":1}', NOTHING_GIVEN);
    expect(!answer.ok && answer.error.path).not.toBe('');
  });

  it('prints the JSON Schema of a dossier, with an example that it values', () => {
    const { examples } = run('', 'schema');
    expect(run(quick(JSON.stringify((examples as readonly unknown[])[0])))).toHaveProperty('values');
  });
});
