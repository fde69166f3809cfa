import { versionAdapter } from '#core/catalog';
import { callCostCeilingMicroMinor } from '../../libs/evaluation/src/adapters/index.js';
import { Endpoints } from './adapters-fixture.js';

const options = { timeoutMs: 10_000 };

describe('an endpoint that speaks', () => {
  const endpoints = new Endpoints();
  afterEach(() => endpoints.closeAll());

  describe('OpenAI chat', () => {
    const chat = {
      kind: 'openai-chat',
      model: 'small-one',
      system: 'You sort mail.',
      prompt: 'Is this spam or ham? {{input}}',
      maxTokens: 5,
      tokenLimitField: 'max_tokens',
      temperature: 0,
      reading: { from: 'text' },
      labels: ['spam', 'ham'],
    };

    const reply = (content: string | null, extra: object = {}): object => ({
      id: 'x',
      choices: [{ index: 0, message: { role: 'assistant', content }, finish_reason: 'stop', ...extra }],
    });

    it('is asked with its prompt, and its words are read as a label', async () => {
      const stub = await endpoints.answering(reply(' **Spam**.\n'));
      const model = await endpoints.open({ ...chat, url: `${stub.url}/v1/`, credential: 'endpoint-key' });
      const answers = await model.answer(['Buy {{input}} now'], options);
      expect(answers).toMatchObject({ value: [{ label: 'spam', attempts: 1 }] });
      expect(stub.requests[0]).toMatchObject({ path: '/v1/chat/completions' });
      expect(stub.requests[0]?.body).toEqual({
        model: 'small-one',
        messages: [
          { role: 'system', content: 'You sort mail.' },
          { role: 'user', content: 'Is this spam or ham? Buy {{input}} now' },
        ],
        max_tokens: 5,
        temperature: 0,
      });
    });

    it('is scored by the probabilities of its first token', async () => {
      const top = [
        { token: ' spam', logprob: Math.log(0.6), bytes: null },
        { token: 'ham', logprob: Math.log(0.2), bytes: null },
        { token: 'Well', logprob: Math.log(0.1), bytes: null },
      ];
      const logprobs = { content: [{ token: ' spam', logprob: Math.log(0.6), top_logprobs: top }] };
      const stub = await endpoints.answering(reply('spam', { logprobs }));
      const scoreTokens = { positive: ['spam'], negative: ['ham'], top: 5 };
      const model = await endpoints.open({ ...chat, url: stub.url, scoreTokens });
      const answers = await model.answer(['a'], options);
      expect(answers.ok && answers.value[0]?.score).toBeCloseTo(0.75, 12);
      expect(stub.requests[0]?.body).toMatchObject({ logprobs: true, top_logprobs: 5 });
    });

    const prices = {
      currency: 'EUR',
      inputMinorPerMillionTokens: '15.5',
      outputMinorPerMillionTokens: '60',
    };

    it('costs what it says that it took, by the declared prices', async () => {
      const usage = { prompt_tokens: 100, completion_tokens: 3, total_tokens: 103 };
      const stub = await endpoints.answering({ ...reply('spam'), usage });
      const model = await endpoints.open({ ...chat, url: stub.url, prices });
      // 100 tokens at 15.5 and 3 at 60 millionths of a cent.
      expect(await model.answer(['a'], options)).toMatchObject({ value: [{ costMicroMinor: 1730 }] });
    });

    it('costs the most that it can when it does not say, and never more than was reserved', async () => {
      const stub = await endpoints.answering(reply('spam'));
      const adapter = { ...chat, url: stub.url, prices };
      const model = await endpoints.open(adapter);
      const ceiling = callCostCeilingMicroMinor(versionAdapter.parse(adapter), 'a');
      expect(ceiling).toBeGreaterThan(60 * 5);
      expect(await model.answer(['a'], options)).toMatchObject({ value: [{ costMicroMinor: ceiling }] });
    });

    it.each([
      ['nothing at all', null, ''],
      ['something else', 'I cannot tell.', 'I cannot tell.'],
      ['too much', 'x'.repeat(500), 'x'.repeat(200)],
      ['what no database keeps', 'a\u0000b\ud83d', 'a\ufffdb\ufffd'],
    ])('has answered, wrongly, when it says %s', async (_what, content, label) => {
      const stub = await endpoints.answering(reply(content));
      const model = await endpoints.open({ ...chat, url: stub.url });
      expect(await model.answer(['a'], options)).toMatchObject({ value: [{ label }] });
    });

    it.each([
      [
        'a pattern',
        { from: 'regex', pattern: 'answer is (\\w+)', flags: 'i' },
        'So my ANSWER IS spam!',
        'spam',
      ],
      ['a pattern that does not occur', { from: 'regex', pattern: '^no$', flags: '' }, 'spam', ''],
      [
        'a member of JSON',
        { from: 'json', pointer: '/result/0/la~1bel' },
        '{"result":[{"la/bel":"ham"}]}',
        'ham',
      ],
      ['a member that is not there', { from: 'json', pointer: '/label' }, '{"result":"spam"}', ''],
      ['JSON that is none', { from: 'json', pointer: '/label' }, 'spam', ''],
    ])('is read by %s', async (_what, reading, content, label) => {
      const stub = await endpoints.answering(reply(content));
      const model = await endpoints.open({ ...chat, url: stub.url, reading });
      expect(await model.answer(['a'], options)).toMatchObject({ value: [{ label }] });
    });

    it('is not read for ever by a pattern that backtracks without end', async () => {
      const stub = await endpoints.answering(reply(`${'a'.repeat(60)}!`));
      const model = await endpoints.open({
        ...chat,
        url: stub.url,
        reading: { from: 'regex', pattern: '^(a+)+$', flags: '' },
      });
      expect(await model.answer(['a'], options)).toMatchObject({ error: { code: 'mapping-failed' } });
    });

    it.each([
      ['no JSON', 'spam', 'the reply is not JSON'],
      ['JSON of another kind', { object: 'list', data: [] }, 'choices: '],
      ['no choice', { choices: [] }, 'choices: '],
      ['tokens beyond belief', { ...reply('spam'), usage: { prompt_tokens: 1e12 } }, 'usage.prompt_tokens: '],
    ])('is malformed when it replies with %s', async (_what, body, reason) => {
      const stub = await endpoints.answering(body);
      const model = await endpoints.open({ ...chat, url: stub.url });
      expect(await model.answer(['a'], options)).toMatchObject({
        error: { code: 'response-malformed', reason: expect.stringContaining(reason) as unknown },
      });
    });
  });

  describe('OpenAI completions', () => {
    it('continues a prompt, with the candidates for its first token', async () => {
      const logprobs = { top_logprobs: [{ ' spam': Math.log(0.9), ' ham': Math.log(0.1) }] };
      const stub = await endpoints.answering({
        choices: [{ text: ' spam', logprobs }],
        usage: { prompt_tokens: 9 },
      });
      const model = await endpoints.open({
        kind: 'openai-completions',
        url: stub.url,
        model: 'base-model',
        prompt: 'Mail: {{input}}\nLabel:',
        maxTokens: 2,
        stop: ['\n'],
        reading: { from: 'text' },
        scoreTokens: { positive: ['spam'], negative: ['ham'], top: 2 },
      });
      const answers = await model.answer(['hello'], options);
      expect(answers).toMatchObject({ value: [{ label: 'spam' }] });
      expect(answers.ok && answers.value[0]?.score).toBeCloseTo(0.9, 12);
      expect(stub.requests[0]).toMatchObject({
        path: '/completions',
        body: { prompt: 'Mail: hello\nLabel:', max_tokens: 2, stop: ['\n'], logprobs: 2 },
      });
    });
  });
});
