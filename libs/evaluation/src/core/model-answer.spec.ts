import { parseModelAnswers } from './model-answer.js';

const answer = { label: 'bot', latencyMicros: 12 };

describe('parseModelAnswers', () => {
  it('reads as many answers as there were questions', () => {
    expect(parseModelAnswers([answer, answer], 2)).toEqual({ ok: true, value: [answer, answer] });
  });

  it('reads what a model may say besides', () => {
    const full = { ...answer, score: 0.5, costMicroMinor: 3, attempts: 2 };
    expect(parseModelAnswers([full], 1)).toEqual({ ok: true, value: [full] });
  });

  it.each([
    [[answer, { ...answer, score: 1.1 }], '/1/score'],
    [[answer, { ...answer, costMicroMinor: -1 }], '/1/costMicroMinor'],
    [[answer, { ...answer, attempts: 0 }], '/1/attempts'],
    [[answer], ''],
    [[answer, { label: 'bot' }], '/1/latencyMicros'],
    [[answer, { label: 'bot', latencyMicros: -1 }], '/1/latencyMicros'],
    [[{ label: null, latencyMicros: 1 }, answer], '/0/label'],
    [[answer, { ...answer, probability: 1 }], '/1/probability'],
  ])('names what is wrong with %j', (input, path) => {
    expect(parseModelAnswers(input, 2)).toMatchObject({ ok: false, error: { path } });
  });
});
