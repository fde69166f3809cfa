import type { SalvorClient } from '#libs/sdk';
import { z } from 'zod';
import { Answers } from './answers.js';

/** A service whose answer is how often it was asked. */
function counting(): { readonly answers: Answers; readonly advance: (ms: number) => void } {
  let asked = 0;
  let nowMs = 0;
  const client = { get: () => Promise.resolve((asked += 1)) } as unknown as SalvorClient;
  return {
    answers: new Answers(client, () => nowMs),
    advance: (ms) => {
      nowMs += ms;
    },
  };
}

test('an answer is kept for as long as it says, and no longer', async () => {
  const { answers, advance } = counting();
  const ask = (): Promise<number> => answers.get('/v1/models', z.number(), () => 1_000);
  expect(await ask()).toBe(1);
  advance(999);
  expect(await ask()).toBe(1);
  advance(1);
  expect(await ask()).toBe(2);
});

test('each path has its own answer', async () => {
  const { answers } = counting();
  expect(await answers.get('/a', z.number(), () => Infinity)).toBe(1);
  expect(await answers.get('/b', z.number(), () => Infinity)).toBe(2);
  expect(await answers.get('/a', z.number(), () => Infinity)).toBe(1);
});

test('what is to be kept for no time is asked for each time', async () => {
  const { answers } = counting();
  expect(await answers.get('/a', z.number(), () => 0)).toBe(1);
  expect(await answers.get('/a', z.number(), () => 0)).toBe(2);
});
