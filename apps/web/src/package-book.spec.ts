import type { PackageAnnouncement } from './auction-view.js';
import { digestAt, outcomeOf } from './outcome-fixture.js';
import { packageBook } from './package-book.js';

const ANNOUNCED = {
  format: 'core-selecting',
  items: ['a', 'b', 'c'].map((item) => ({ item, reserveMinor: '1' })),
} as PackageAnnouncement;

const BIDS = [
  { bidder: 'single', bid: { packages: [{ items: ['a'], priceMinor: '10' }] } },
  {
    bidder: 'pair',
    bid: {
      packages: [
        { items: ['b'], priceMinor: '12' },
        { items: ['a', 'b'], priceMinor: '30' },
      ],
    },
  },
];

test('what won comes with its bid, its payment and the payment by VCG', () => {
  const result = {
    status: 'partly-sold',
    allocations: [{ bidId: `${digestAt(1)}/1`, bidder: 'pair', items: ['a', 'b'], paymentMinor: '11' }],
    welfareMinor: '30',
    vcg: [{ bidder: 'pair', paymentMinor: '10' }],
  };
  expect(packageBook(ANNOUNCED, outcomeOf(BIDS, result))).toEqual({
    family: 'packages',
    status: 'partly-sold',
    welfareMinor: 30n,
    awards: [
      {
        packageId: `${digestAt(1)}/1`,
        bidder: 'pair',
        items: ['a', 'b'],
        bidMinor: 30n,
        paymentMinor: 11n,
        vcgMinor: 10n,
      },
    ],
    unsoldItems: ['c'],
    bidderCount: 2,
    packageCount: 3,
  });
});

test('an undecided auction awards nothing', () => {
  const book = packageBook(ANNOUNCED, outcomeOf(BIDS, { status: 'undecided' }));
  expect(book).toMatchObject({ status: 'undecided', awards: [], packageCount: 3 });
});
