import { assert } from '#libs/kernel';
import { DEFAULT_MAPPING_LIMITS, type MappingThread, openMappings } from './mapping-thread.js';
import type { MappingExpression } from './mapping-worker.js';

const jsonata = (source: string): MappingExpression => ({ language: 'jsonata', source });

describe('openMappings', () => {
  const opened: MappingThread[] = [];

  afterEach(async () => {
    for (const mappings of opened.splice(0)) await mappings.close();
  });

  async function open(
    expressions: Readonly<Record<string, MappingExpression>>,
    limits = DEFAULT_MAPPING_LIMITS,
  ): Promise<MappingThread> {
    const mappings = await openMappings(expressions, limits);
    assert(mappings.ok, JSON.stringify(mappings));
    opened.push(mappings.value);
    return mappings.value;
  }

  it('evaluates JSONata and patterns, many at a time, each with its own result', async () => {
    const mappings = await open({
      double: jsonata('n * 2'),
      word: { language: 'regex', source: '(\\w+)!', flags: '' },
    });
    const numbers = Array.from({ length: 50 }, (_, n) => n);
    const results = await Promise.all(numbers.map((n) => mappings.evaluate('double', JSON.stringify({ n }))));
    expect(results).toEqual(numbers.map((n) => ({ ok: true, value: String(n * 2) })));
    expect(await mappings.evaluate('word', 'oh no! yes')).toEqual({ ok: true, value: '"no"' });
  });

  it.each([
    ['an expression that does not parse', jsonata('{"a":')],
    ['a pattern that does not parse', { language: 'regex', source: '(', flags: '' } as const],
    ['brackets beyond any depth', jsonata(`${'('.repeat(2_000_000)}1`)],
  ])('refuses %s at once', async (_what, expression) => {
    expect(await openMappings({ it: expression })).toMatchObject({ error: { code: 'mapping-failed' } });
  });

  describe('bounds', () => {
    it.each([
      ['recursion without end', '($f := function($n) { 1 + $f($n) }; $f(1))'],
      ['a tail call without end', '($f := function($n) { $f($n + 1) }; $f(1))'],
      ['slow arithmetic', '($f := function($n) { $n < 2 ? $n : $f($n - 1) + $f($n - 2) }; $f(40))'],
      ['a huge range', '[1..10000000]'],
      ['ranges of ranges', '[1..90000].([1..90000])'],
      ['a string that grows', '$reduce([1..200], function($s, $n) { $s & $s }, "aa")'],
      ['a pattern without end', '$match("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!", /^(a+)+$/)'],
      ['padding', '$pad("x", 2000000000)'],
      ['evaluation within', '$eval("[1..10000000]")'],
    ])('%s, in time and memory, and goes on', async (_what, source) => {
      const mappings = await open({ hostile: jsonata(source), plain: jsonata('1 + 1') });
      const before = process.memoryUsage().rss;
      const startedAtMs = performance.now();
      expect(await mappings.evaluate('hostile', '{}')).toMatchObject({ error: { code: 'mapping-failed' } });
      expect(performance.now() - startedAtMs).toBeLessThan(3_000);
      expect(process.memoryUsage().rss - before).toBeLessThan(500_000_000);
      expect(await mappings.evaluate('plain', '{}')).toEqual({ ok: true, value: '2' });
    });

    it('the size of a result', async () => {
      const mappings = await open(
        { it: jsonata('$') },
        { ...DEFAULT_MAPPING_LIMITS, resultCharactersMax: 10 },
      );
      expect(await mappings.evaluate('it', '"12345678"')).toMatchObject({ ok: true });
      expect(await mappings.evaluate('it', '"123456789"')).toMatchObject({
        error: { code: 'mapping-failed' },
      });
    });
  });

  it.each(['$random()', '$shuffle([1, 2])', '$now()', '$millis()', '$eval("$now()")'])(
    'has no %s: a mapping gives the same result every time',
    async (source) => {
      const mappings = await open({ it: jsonata(source) });
      const result = await mappings.evaluate('it', '{}');
      expect(JSON.stringify(result)).toContain('not reproducible');
    },
  );

  it.each([
    '$.constructor',
    '{}.__proto__.x',
    '$lookup({}, "constructor")',
    '$lookup($, "__proto__")',
    '$string.constructor("return process")()',
  ])('gives expressions no way to the machine: %s', async (source) => {
    const mappings = await open({ it: jsonata(source) });
    expect((await mappings.evaluate('it', '{}')).ok).toBe(false);
  });

  it('evaluates nothing after it was closed', async () => {
    const mappings = await open({ it: jsonata('1') });
    await mappings.close();
    expect(await mappings.evaluate('it', '{}')).toMatchObject({ error: { code: 'mapping-failed' } });
  });
});
