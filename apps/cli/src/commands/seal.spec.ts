import { sealing } from '#core/auction';
import { assert, digestOf, type Json } from '#libs/kernel';
import { NOTHING_GIVEN } from '../command.js';
import { seal, sealWith } from './seal.js';

const [, EXAMPLE = ''] = /echo '(.*)' \| salvor seal/.exec(seal.help) ?? [];
const INPUT = JSON.parse(EXAMPLE) as {
  announcement: { format: string; sealing: { trustees: unknown[]; threshold: number } };
  bid: Json;
  bidderId: string;
  bidderKey: string;
};

type Output = {
  readonly bidderId: string;
  readonly bidderPublicKey: string;
  readonly sequence: number;
  readonly envelope: string;
  readonly envelopeDigest: string;
  readonly privateCopy: { readonly bid: Json; readonly salt: string; readonly openingSecret: string };
};

const run = (input: unknown, command = seal) => command.run(JSON.stringify(input), NOTHING_GIVEN);

function outputOf(input: unknown, command = seal): Output {
  const answer = run(input, command);
  assert(answer.ok && answer.value.verdict === 'good', 'expected an envelope');
  return JSON.parse(answer.value.output) as Output;
}

/** As the door reads what was handed in. */
function checked(output: Output, announcement: Json = INPUT.announcement as Json): sealing.CheckedEnvelope {
  const auction = sealing.readSealedAuction(announcement);
  assert(auction.ok, 'the announcement is in order');
  const { bidderId, bidderPublicKey, sequence } = output;
  const envelope = Uint8Array.from(Buffer.from(output.envelope, 'base64url'));
  const result = sealing.checkEnvelope(auction.value, { bidderId, bidderPublicKey, sequence }, envelope);
  assert(result.ok, 'it passes the door');
  return result.value;
}

describe('salvor seal', () => {
  it('runs the example in its help', () => {
    const output = outputOf(INPUT);
    expect(output).toMatchObject({ auctionId: 'auc_1', bidderId: 'pty_1', sequence: 1 });
    expect(checked(output).digest).toBe(output.envelopeDigest);
  });

  it('makes an envelope that the private copy opens', () => {
    const output = outputOf(INPUT);
    const { openingSecret, salt, bid } = output.privateCopy;
    const secret = Uint8Array.from(Buffer.from(openingSecret, 'hex'));
    expect(sealing.openOwnEnvelope(checked(output), secret)).toEqual({
      ok: true,
      value: { bid: { priceMinor: '125000' }, salt: Uint8Array.from(Buffer.from(salt, 'hex')) },
    });
    expect(bid).toEqual({ priceMinor: '125000' });
    expect(output.privateCopy).toMatchObject({ announcementDigest: digestOf(INPUT.announcement as Json) });
  });

  it('never makes the same envelope twice, unless chance does', () => {
    expect(outputOf(INPUT).envelope).not.toBe(outputOf(INPUT).envelope);
    const loaded = sealWith((length) => new Uint8Array(length).fill(1));
    expect(outputOf(INPUT, loaded)).toEqual(outputOf(INPUT, loaded));
  });

  it('says nothing of the bid outside the private copy', () => {
    const { privateCopy, ...given } = outputOf({ ...INPUT, bid: { priceMinor: 987_654_321 } });
    expect(JSON.stringify(privateCopy)).toContain('987654321');
    expect(JSON.stringify(given)).not.toContain('987654321');
  });

  it.each<[string, Json, Json]>([
    [
      'uniform-price',
      { steps: [{ priceMinor: 5, quantity: '10' }] },
      { steps: [{ priceMinor: '5', quantity: '10' }] },
    ],
    ['pay-as-bid', { nonCompetitiveQuantity: 10 }, { nonCompetitiveQuantity: '10' }],
    [
      'core-selecting',
      { packages: [{ items: ['a', 'b'], priceMinor: 5 }] },
      { packages: [{ items: ['a', 'b'], priceMinor: '5' }] },
    ],
  ])('seals a bid of a %s auction', (format, bid, expected) => {
    const announcement = { ...INPUT.announcement, format };
    expect(outputOf({ ...INPUT, announcement, bid }).privateCopy.bid).toEqual(expected);
  });

  it('binds a revision to its number', () => {
    const output = outputOf({ ...INPUT, sequence: 2 });
    expect(output.sequence).toBe(2);
    expect(checked(output).digest).toBe(output.envelopeDigest);
  });

  const { announcement: ANNOUNCEMENT } = INPUT;
  const withSealing = (change: object) => ({
    announcement: { ...ANNOUNCEMENT, sealing: { ...ANNOUNCEMENT.sealing, ...change } },
  });
  const unitPrice = { announcement: { ...ANNOUNCEMENT, format: 'uniform-price' } };

  it.each<[string, object, string]>([
    ['an unknown field', { bidder: 'x' }, '/bidder'],
    ['no bid', { bid: undefined }, '/bid'],
    ['a bid of zero', { bid: { priceMinor: 0 } }, '/bid/priceMinor'],
    ['a negative bid', { bid: { priceMinor: -1 } }, '/bid/priceMinor'],
    ['a broken bid', { bid: { priceMinor: 1.5 } }, '/bid/priceMinor'],
    ['a bid that binary64 has rounded', { bid: { priceMinor: 2 ** 53 } }, '/bid/priceMinor'],
    ['a bid beyond 2^63 - 1', { bid: { priceMinor: '9223372036854775808' } }, '/bid/priceMinor'],
    ['a bid with more in it', { bid: { priceMinor: 1, quantity: 1 } }, '/bid/quantity'],
    ['a bid of another format', { ...unitPrice }, '/bid/priceMinor'],
    [
      'a step without a price',
      { ...unitPrice, bid: { steps: [{ quantity: 1 }] } },
      '/bid/steps/0/priceMinor',
    ],
    [
      'a format that nobody knows',
      { announcement: { ...ANNOUNCEMENT, format: 'dutch' } },
      '/announcement/format',
    ],
    ['a threshold of one', withSealing({ threshold: 1 }), '/announcement/sealing/threshold'],
    ['no trustees', withSealing({ trustees: [] }), '/announcement/sealing/trustees'],
    ['a key in capitals', { bidderKey: 'AB'.repeat(32) }, '/bidderKey'],
    ['a short key', { bidderKey: '07' }, '/bidderKey'],
    ['no bidder', { bidderId: '' }, '/bidderId'],
    ['a sequence of zero', { sequence: 0 }, '/sequence'],
  ])('refuses %s', (_what, change, path) => {
    expect(run({ ...INPUT, ...change })).toMatchObject({ ok: false, error: { path } });
  });

  it('is bound to every name of the announcement', () => {
    const text = EXAMPLE.replace('"format"', '"__proto__":1,"format"');
    const answer = seal.run(text, NOTHING_GIVEN);
    assert(answer.ok, 'expected an envelope');
    const { privateCopy } = JSON.parse(answer.value.output) as {
      privateCopy: { announcementDigest: string };
    };
    const { announcement } = JSON.parse(text) as { announcement: Json };
    expect(privateCopy.announcementDigest).toBe(digestOf(announcement));
    expect(privateCopy.announcementDigest).not.toBe(digestOf(INPUT.announcement as Json));
  });

  it('refuses a bid that the announced size cannot hold', () => {
    const items = Array.from({ length: 60 }, (_, at) => `item-${String(at)}`);
    const announcement = { ...ANNOUNCEMENT, format: 'vcg' };
    const bid = { packages: [1, 2].map((priceMinor) => ({ items, priceMinor })) };
    expect(run({ ...INPUT, announcement, bid })).toMatchObject({ ok: false, error: { path: '/bid' } });
  });
});
