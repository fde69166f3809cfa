import { randomUUID } from 'node:crypto';
import * as access from '#contract/access';
import { encodeId } from '#libs/kernel';
import { SalvorClient } from '#libs/sdk';
import type { z } from 'zod';
import { type Player, type Stage, stepKey, updateState } from './stage.js';

export type Cast = {
  readonly seller: Player;
  readonly buyers: readonly Player[];
  readonly contributors: readonly Player[];
};

type Scopes = z.output<typeof access.issueKey>['scopes'];

const BUYERS = ['Ostara Publishing', 'Quayside Hosting', 'Mistral Analytics'];
const CONTRIBUTORS = ['Pattern Authors', 'Header Collectors'];

/** Seller, three buyers and two contributors, each with a key of its own. */
export async function enrolCast(stage: Stage): Promise<Cast> {
  const seller = await enrol(stage, 'Lantern Traffic (seller)', ['seller']);
  const buyers: Player[] = [];
  for (const name of BUYERS) buyers.push(await enrol(stage, `${name} (buyer)`, ['buyer']));
  const contributors: Player[] = [];
  for (const name of CONTRIBUTORS)
    contributors.push(await enrol(stage, `${name} (contributor)`, ['contributor']));
  return { seller, buyers, contributors };
}

/** Registers a party and gives it a key. */
export async function enrol(stage: Stage, name: string, scopes: Scopes): Promise<Player> {
  const contract = { body: access.registerParty, view: access.partyView };
  const party = await stage.operator.post(
    '/v1/parties',
    contract,
    { name },
    stepKey(`party-${name.replaceAll(' ', '-')}`),
  );
  const apiKey = stage.file.read()?.keys[name] ?? (await issueKey(stage, party.id, name, scopes));
  return { name, id: party.id, apiKey, client: new SalvorClient({ baseUrl: stage.url, apiKey }) };
}

/** A key is shown once: it is written down before it is used. One that was lost to a crash stays unused. */
async function issueKey(stage: Stage, partyId: Player['id'], name: string, scopes: Scopes): Promise<string> {
  const path = `/v1/parties/${encodeId('party', partyId)}/api-keys`;
  const contract = { body: access.issueKey, view: access.issuedKeyView };
  const { key } = await stage.operator.post(path, contract, { scopes }, randomUUID());
  if (key === null) throw new Error(`the service did not show the key of ${name}`);
  updateState(stage, (state) => ({ ...state, keys: { ...state.keys, [name]: key } }));
  return key;
}
