import { digestOf } from '#libs/kernel';
import { readSealedAuction } from './sealed-auction.js';
import { announcementOf, AUCTION, CLOSED_AT_MS, TRUSTEES } from './sealing-fixture.js';

const ANNOUNCEMENT = announcementOf();
const { sealing: SEALING } = ANNOUNCEMENT;
const [FIRST, SECOND] = SEALING.trustees;

describe('readSealedAuction', () => {
  it('reads what sealing needs to know', () => {
    const { trustees, ...rest } = AUCTION;
    expect(trustees.map(({ id, publicKey }) => ({ id, publicKey: publicKey.toHex() }))).toEqual(
      SEALING.trustees,
    );
    expect(rest).toEqual({
      auctionId: 'auc_1',
      announcementDigest: digestOf(ANNOUNCEMENT),
      closesAtMs: CLOSED_AT_MS,
      paddedBytes: 1_024,
      threshold: 2,
      logPublicKey: SEALING.logPublicKey,
    });
  });

  it('takes up all else that is announced in the digest', () => {
    const other = readSealedAuction({ ...ANNOUNCEMENT, reserveMinor: '1001' });
    expect(other.ok && other.value.announcementDigest).not.toBe(AUCTION.announcementDigest);
  });

  it.each<[string, Record<string, unknown>, string]>([
    ['another scheme', { scheme: 'x25519' }, '/sealing/scheme'],
    ['another version', { envelopeVersion: 1 }, '/sealing/envelopeVersion'],
    ['a size of its own', { paddedBytes: 1_000 }, '/sealing/paddedBytes'],
    ['one trustee who could read alone', { threshold: 1 }, '/sealing/threshold'],
    ['more trustees needed than there are', { threshold: 4 }, '/sealing/threshold'],
    ['no trustees', { trustees: [] }, '/sealing/trustees'],
    ['a trustee twice', { trustees: [FIRST, SECOND, { ...FIRST, id: 'other' }] }, '/sealing/trustees/2'],
    ['two trustees of one name', { trustees: [FIRST, { ...SECOND, id: FIRST?.id }] }, '/sealing/trustees/1'],
    ['a key in capitals', { logPublicKey: SEALING.logPublicKey.toUpperCase() }, '/sealing/logPublicKey'],
    ['an unknown field', { more: 1 }, '/sealing'],
  ])('refuses %s', (_what, change, path) => {
    const sealing = JSON.parse(JSON.stringify({ ...SEALING, ...change })) as typeof SEALING;
    expect(readSealedAuction({ ...ANNOUNCEMENT, sealing })).toMatchObject({ ok: false, error: { path } });
  });

  it.each([
    ['the identity', '00'.repeat(32)],
    ['no element', 'ff'.repeat(32)],
  ])('refuses a trustee whose key is %s', (_what, publicKey) => {
    const trustees = [FIRST, { id: 'other', publicKey }];
    const announcement = JSON.parse(
      JSON.stringify({ ...ANNOUNCEMENT, sealing: { ...SEALING, trustees } }),
    ) as object;
    expect(readSealedAuction({ ...announcement })).toMatchObject({
      ok: false,
      error: { path: '/sealing/trustees/1/publicKey' },
    });
  });

  it('refuses what is no announcement', () => {
    expect(readSealedAuction(null)).toMatchObject({ ok: false, error: { path: '' } });
    expect(readSealedAuction({ auctionId: 'auc_1' })).toMatchObject({
      ok: false,
      error: { path: '/closesAt' },
    });
  });

  it('has keys made of 64 random bytes each', () => {
    expect(new Set(TRUSTEES.map(({ publicKey }) => publicKey)).size).toBe(TRUSTEES.length);
  });
});
