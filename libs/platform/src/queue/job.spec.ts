import { z } from 'zod';
import { defineJob } from './job.js';

const payload = z.strictObject({});

describe('defineJob', () => {
  it('puts a job on the default lane with five attempts', () => {
    expect(defineJob('auction.close-auction', payload)).toEqual({
      name: 'auction.close-auction',
      payload,
      lane: 'default',
      attemptsMax: 5,
    });
  });

  it('takes another lane and another number of attempts', () => {
    expect(
      defineJob('evaluation.score-slice', payload, { lane: 'evaluation', attemptsMax: 2 }),
    ).toMatchObject({
      lane: 'evaluation',
      attemptsMax: 2,
    });
  });

  it.each([
    'close',
    'auction.',
    '.close',
    'auction.close.now',
    'Auction.close',
    'auction:close',
    'auction.close 2',
  ])('refuses the name %j', (name) => {
    expect(() => defineJob(name, payload)).toThrow('a job is named capability.verb-noun');
  });
});
