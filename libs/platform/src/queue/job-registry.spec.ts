import { assert } from '#libs/kernel';
import { z } from 'zod';
import { defineEvent, defineJob, type JobDefinition, subscribe } from './job.js';
import { checkHandlers, type JobCatalogue, type JobHandler, subscribersOf } from './job-registry.js';

const payload = z.strictObject({});
const sweep = defineJob('auction.sweep-deadlines', payload);
const price = defineJob('feed.publish-tick', payload);
const pay = defineJob('settlement.settle-auction', payload);
const cleared = defineEvent('auction.cleared', payload);

const catalogue = (parts: Partial<JobCatalogue>): JobCatalogue => ({
  jobs: [],
  subscriptions: [],
  schedules: [],
  ...parts,
});

const handlerOf = (job: JobDefinition): JobHandler => ({ job, run: () => Promise.resolve() });

function faultsOf(parts: Partial<JobCatalogue>, handlers: readonly JobHandler[]): readonly string[] {
  const checked = checkHandlers(catalogue(parts), handlers);
  assert(!checked.ok, 'the registry is at fault');
  return checked.error;
}

describe('checkHandlers', () => {
  it('finds the handler of every job', () => {
    const handlers = [handlerOf(sweep), handlerOf(price)];
    const checked = checkHandlers(
      catalogue({
        jobs: [sweep, price],
        subscriptions: [subscribe(cleared, price)],
        schedules: [{ job: sweep, everyMs: 1_000 }],
      }),
      handlers,
    );
    assert(checked.ok, 'nothing is missing');
    expect([...checked.value]).toEqual(handlers.map((handler) => [handler.job.name, handler]));
  });

  it('names a job without a handler', () => {
    expect(faultsOf({ jobs: [sweep] }, [])).toEqual(['auction.sweep-deadlines has no handler']);
  });

  it('names a job with two handlers', () => {
    expect(faultsOf({ jobs: [sweep] }, [handlerOf(sweep), handlerOf(sweep)])).toEqual([
      'auction.sweep-deadlines has more than one handler',
    ]);
  });

  it('names a handler of a job that the catalogue lacks', () => {
    expect(faultsOf({}, [handlerOf(sweep)])).toEqual([
      'auction.sweep-deadlines has a handler but is not in the catalogue',
    ]);
  });

  it('names a job that is defined twice', () => {
    expect(faultsOf({ jobs: [sweep, sweep] }, [handlerOf(sweep)])).toEqual([
      'auction.sweep-deadlines is defined twice',
    ]);
  });

  it('names an unknown job that an event or a schedule would wake', () => {
    expect(
      faultsOf({ subscriptions: [subscribe(cleared, price)], schedules: [{ job: sweep, everyMs: 1 }] }, []),
    ).toEqual([
      'feed.publish-tick is subscribed or scheduled but not in the catalogue',
      'auction.sweep-deadlines is subscribed or scheduled but not in the catalogue',
    ]);
  });

  it('tells everything that is wrong at once', () => {
    expect(faultsOf({ jobs: [sweep, price] }, [handlerOf(pay)])).toHaveLength(3);
  });
});

describe('subscribersOf', () => {
  const jobs = catalogue({
    jobs: [price, pay],
    subscriptions: [subscribe(cleared, price), subscribe(cleared, pay)],
  });

  it('are all jobs that the event wakes', () => {
    expect(subscribersOf(jobs, cleared)).toEqual([price, pay]);
  });

  it('are none for an event that nobody listens to', () => {
    expect(subscribersOf(jobs, { name: 'auction.announced' })).toEqual([]);
  });
});
