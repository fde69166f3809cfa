import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { assertDefined, decodeId } from '#libs/kernel';
import { SalvorClient } from '#libs/sdk';
import { attributeModel } from '../../apps/standalone/src/demonstration/attributed-model.js';
import type { Player, Stage } from '../../apps/standalone/src/demonstration/stage.js';
import { StateFile } from '../../apps/standalone/src/demonstration/state.js';
import { AttributionDesk, verified } from './attribution-fixture.js';
import { OPERATOR_KEY } from '../support/test-app.js';

let desk: AttributionDesk;
beforeAll(async () => {
  desk = await AttributionDesk.open();
}, 30_000);
afterAll(() => desk.close());

test('the demonstration’s attribution credits the files that its texts came in, and repeats nothing', async () => {
  const { url } = desk.testApp;
  const folder = await mkdtemp(join(tmpdir(), 'salvor-attribution-'));
  const operator = new SalvorClient({ baseUrl: url, apiKey: OPERATOR_KEY });
  const file = new StateFile({ folder }, undefined);
  const stage: Stage = { url, operator, file, folder, signal: new AbortController().signal };
  const apiKey = assertDefined(desk.owner.client.key, 'the owner has a key');
  const seller: Player = {
    name: 'Owner',
    id: assertDefined(decodeId('party', desk.owner.id), 'a party'),
    apiKey,
    client: new SalvorClient({ baseUrl: url, apiKey }),
  };
  const modelId = assertDefined(decodeId('model', await desk.newModel()), 'a model');
  const first = await attributeModel(stage, seller, modelId);
  expect(first.attribution.parties).toHaveLength(4);
  expect(first.weights.shares.reduce((sum, { weightPpb }) => sum + weightPpb, 0)).toBe(1_000_000_000);
  const again = await attributeModel(stage, seller, modelId);
  expect([again.attribution.id, again.weights]).toEqual([first.attribution.id, first.weights]);
  expect(await desk.prisma.attribution.count()).toBe(1);
  expect(verified(first.weights.document)).toMatchObject({ valid: true, kind: 'attribution-weights' });
}, 60_000);
