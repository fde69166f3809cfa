import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  announcementNaming,
  auctionOf,
  closingOver,
  identityOf,
  loggedBid,
} from './closed-auction-fixture.js';
import { KeptClosings } from './kept-closings.js';

const ANNOUNCEMENT = announcementNaming(identityOf(1).publicKey);
const AUCTION = auctionOf(ANNOUNCEMENT);
const [FIRST, SECOND] = [1, 2].map((bidder) => closingOver(AUCTION, [loggedBid(AUCTION, bidder).entry])) as [
  ReturnType<typeof closingOver>,
  ReturnType<typeof closingOver>,
];

let folder: string;
let kept: KeptClosings;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'salvor-trustee-'));
  kept = new KeptClosings(folder);
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

describe('KeptClosings', () => {
  it('keep the first closing of an announcement, over a restart and against a second one', () => {
    expect(kept.of(AUCTION)).toBeUndefined();
    expect(kept.keep(AUCTION, FIRST)).toBe(true);
    expect(new KeptClosings(folder).keep(AUCTION, SECOND)).toBe(false);
    expect(new KeptClosings(folder).of(AUCTION)).toEqual(FIRST);
  });

  it('know another announcement with the same id as another auction', () => {
    kept.keep(AUCTION, FIRST);
    const other = auctionOf(
      announcementNaming(identityOf(1).publicKey, { closesAt: '2026-04-01T12:00:00Z' }),
    );
    expect(kept.of(other)).toBeUndefined();
  });

  it('leave nothing half-written behind', () => {
    kept.keep(AUCTION, FIRST);
    kept.keep(AUCTION, SECOND);
    expect(readdirSync(folder)).toEqual([`closing-${AUCTION.announcementDigest}.json`]);
  });

  it('tell a file that cannot be read from one that is not there', () => {
    writeFileSync(join(folder, `closing-${AUCTION.announcementDigest}.json`), '{');
    expect(kept.of(AUCTION)).toBeNull();
  });

  it('keep the first proof of an equivocation', () => {
    const evidence = { document: 'auction-equivocation', announcement: ANNOUNCEMENT } as const;
    const file = kept.keepEvidence(AUCTION, { ...evidence, closings: [FIRST, SECOND] });
    expect(file).toBe(join(folder, 'equivocation-auc_1.json'));
    kept.keepEvidence(AUCTION, { ...evidence, closings: [FIRST, FIRST] });
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({ ...evidence, closings: [FIRST, SECOND] });
  });
});
