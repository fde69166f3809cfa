import { createHash } from 'node:crypto';
import type { Closing } from './closing.js';
import { filled } from './sealing-fixture.js';
import { sealedTieSeed } from './tie-seed.js';

const CLOSING: Closing = {
  document: 'auction-closing',
  auctionId: 'auc_1',
  announcementDigest: '1'.repeat(64),
  treeSize: 3,
  rootHash: '2'.repeat(64),
  closedAt: '2026-03-01T12:00:00Z',
};
const SALTS = [0, 1, 2].map((leafIndex) => ({ leafIndex, salt: filled(32, leafIndex) }));

describe('sealedTieSeed', () => {
  it('is the digest of announcement, root and salts in the order of the log', () => {
    const list = ['salvor tie seed 2', CLOSING.announcementDigest, CLOSING.rootHash];
    const salts = ['00', '01', '02'].map((byte) => byte.repeat(32));
    const expected = createHash('sha256')
      .update(JSON.stringify([...list, ...salts]))
      .digest('hex');
    expect(sealedTieSeed(CLOSING, SALTS)).toBe(expected);
    expect(sealedTieSeed(CLOSING, [...SALTS].reverse())).toBe(expected);
  });

  it('is another with any salt, place, root or announcement changed', () => {
    const seeds = [
      sealedTieSeed(CLOSING, SALTS),
      sealedTieSeed(CLOSING, SALTS.slice(1)),
      sealedTieSeed(
        CLOSING,
        SALTS.map(({ leafIndex, salt }) => ({ leafIndex: 2 - leafIndex, salt })),
      ),
      sealedTieSeed({ ...CLOSING, rootHash: '3'.repeat(64) }, SALTS),
      sealedTieSeed({ ...CLOSING, announcementDigest: '3'.repeat(64) }, SALTS),
    ];
    expect(new Set(seeds).size).toBe(seeds.length);
  });
});
