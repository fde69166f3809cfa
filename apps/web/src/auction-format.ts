import type { Announcement, Auction } from './auction-view.js';

type Format = Auction['format'];

const NAMES: Readonly<Record<Format, string>> = {
  'first-price': 'First price',
  'second-price': 'Second price',
  'uniform-price': 'Uniform price',
  'pay-as-bid': 'Pay as bid',
  'core-selecting': 'Packages, core-selecting',
  vcg: 'Packages, VCG',
  'pay-as-bid-packages': 'Packages, pay as bid',
};

export const formatName = (format: Format): string => NAMES[format];

const RULES: Readonly<Record<Exclude<Format, 'uniform-price'>, string>> = {
  'first-price': 'The highest bidder wins and pays the bid.',
  'second-price':
    'The highest bidder wins and pays the second-highest bid, or the reserve if that is higher.',
  'pay-as-bid': 'Units go to the best prices, and each is paid at the price that was bid for it.',
  'core-selecting':
    'The packages that are worth most together win. Winners pay the least that no group of bidders would outbid.',
  vcg: 'The packages that are worth most together win. Each winner pays what its winning costs the others.',
  'pay-as-bid-packages': 'The packages that are worth most together win, and each is paid as it was bid for.',
};

/** What one unit costs under uniform pricing. */
const UNIT_PRICES = {
  'lowest-accepted': 'lowest price that is accepted',
  'highest-rejected': 'highest price that is turned away',
} as const;

/** Who wins and what winners pay, in one or two sentences. */
export const formatRule = (announcement: Announcement): string =>
  announcement.format === 'uniform-price'
    ? `Units go to the best prices, and all of them cost the same: the ${UNIT_PRICES[announcement.pricing]}.`
    : RULES[announcement.format];
