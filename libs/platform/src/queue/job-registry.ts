import { err, ok, type Result } from '#libs/kernel';
import type { EventDefinition, JobDefinition, Schedule, Subscription } from './job.js';

/** What the service as a whole can do in the background. Put together by the root modules. */
export type JobCatalogue = {
  readonly jobs: readonly JobDefinition[];
  readonly subscriptions: readonly Subscription[];
  readonly schedules: readonly Schedule[];
};

export type JobHandler = { readonly job: JobDefinition; readonly run: (payload: unknown) => Promise<void> };

/** Every job known, every job with exactly one handler, every subscription and schedule about a known job. */
export function checkHandlers(
  catalogue: JobCatalogue,
  handlers: readonly JobHandler[],
): Result<ReadonlyMap<string, JobHandler>, readonly string[]> {
  const faults = checkCatalogue(catalogue);
  const known = new Set(catalogue.jobs.map((job) => job.name));
  const byName = new Map<string, JobHandler>();
  for (const handler of handlers) {
    const { name } = handler.job;
    if (!known.has(name)) faults.push(`${name} has a handler but is not in the catalogue`);
    if (byName.has(name)) faults.push(`${name} has more than one handler`);
    byName.set(name, handler);
  }
  for (const name of known) if (!byName.has(name)) faults.push(`${name} has no handler`);
  return faults.length === 0 ? ok(byName) : err(faults);
}

function checkCatalogue({ jobs, subscriptions, schedules }: JobCatalogue): string[] {
  const names = jobs.map((job) => job.name);
  const known = new Set(names);
  const twice = names.filter((name, index) => names.indexOf(name) !== index);
  const asked = [...subscriptions, ...schedules]
    .map(({ job }) => job.name)
    .filter((name) => !known.has(name));
  return [
    ...twice.map((name) => `${name} is defined twice`),
    ...asked.map((name) => `${name} is subscribed or scheduled but not in the catalogue`),
  ];
}

/** The jobs that an event wakes. */
export const subscribersOf = (
  catalogue: JobCatalogue,
  event: Pick<EventDefinition, 'name'>,
): readonly JobDefinition[] =>
  catalogue.subscriptions
    .filter((subscription) => subscription.event.name === event.name)
    .map(({ job }) => job);
