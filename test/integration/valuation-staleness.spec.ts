import { eventually } from '../support/client.js';
import { FollowEvidence } from '../../libs/valuation/src/follow-evidence.js';
import type { Stage } from './evaluation-fixture.js';
import {
  evaluate,
  evaluatedSubject,
  frozen,
  recordUsage,
  requestOf,
  setValuationStage,
  type Valuation,
  valuationNow,
  valued,
} from './valuation-fixture.js';
import { uuid } from './auction-fixture.js';

let stage: Stage;
beforeAll(async () => {
  stage = await setValuationStage();
}, 60_000);
afterAll(() => stage.close());

/** The valuation that takes the place of a stale one, once it is frozen. */
async function successorOf({ id }: Valuation): Promise<Valuation> {
  const { stale } = await eventually(
    () => valuationNow(stage, id),
    (valuation) => valuation.stale !== null,
  );
  return frozen(stage, String(stale?.successorId));
}

const countOf = async (versionId: string): Promise<number> => {
  const { body } = await stage.seller.client.get(`/v1/versions/${versionId}/valuations`);
  return (body['valuations'] as unknown[]).length;
};

test('a later run makes a valuation stale; its successor rests on that run, with the same luck', async () => {
  const subject = await evaluatedSubject(stage, 'Run again', ['dated']);
  const first = await valued(stage, requestOf(subject, ['dated']));
  const runId = await evaluate(stage, subject.versionId, 'dated');
  const second = await successorOf(first);
  expect((await valuationNow(stage, first.id)).stale).toMatchObject({ cause: 'scores' });
  expect(second.runIds).toEqual([runId]);
  // The stub answers as before: the same evidence and the same seed give the same values.
  expect(second.values).toEqual(first.values);
  expect(await countOf(subject.versionId)).toBe(2);
});

test('recorded usage makes it stale, and what was frozen stays as it was', async () => {
  const subject = await evaluatedSubject(stage, 'Used more', ['dated']);
  const first = await valued(stage, requestOf(subject, ['dated']));
  await recordUsage(stage, subject, 2026, 9);
  const second = await successorOf(first);
  expect({ ...(await valuationNow(stage, first.id)), stale: null }).toEqual(first);
  expect(second.dossierDigest).not.toBe(first.dossierDigest);
});

test('the same news twice, or at once, gives one successor', async () => {
  const subject = await evaluatedSubject(stage, 'Told twice', ['dated']);
  const first = await valued(stage, requestOf(subject, ['dated']));
  const follow = stage.testApp.app.get(FollowEvidence, { strict: false });
  const versionId = uuid('version', subject.versionId);
  // Late news: nothing on record is newer than what it rests on.
  await follow.check({ versionId });
  expect(await countOf(subject.versionId)).toBe(1);
  await evaluate(stage, subject.versionId, 'dated');
  await Promise.allSettled([
    follow.check({ versionId }),
    follow.check({ versionId }),
    follow.check({ versionId }),
  ]);
  await successorOf(first);
  await follow.check({ versionId });
  expect(await countOf(subject.versionId)).toBe(2);
});
