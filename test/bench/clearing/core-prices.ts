import { checkPackageCertificate, clearPackages } from '#core/auction';
import { assert } from '#libs/kernel';
import { type Distribution, DISTRIBUTIONS } from '../cats/cats.js';
import { say, tell } from '../report.js';
import { packageAuction } from './package-auctions.js';
import { medianAndMost, timed } from '../processor-time.js';

const SEEDS = ['1', '2', '3'];

/** From bids to exact core prices with all certificates, and how long a doubter takes over these. */
export function corePrices(): void {
  say('\nCore prices, 50 items, 200 bids: processor seconds, median (most) of three instances');
  for (const distribution of DISTRIBUTIONS) {
    const cleared = SEEDS.map((seed) => clear(distribution, seed));
    const winners = cleared.map((one) => String(one.winners)).join(', ');
    tell(
      `${distribution}, ${winners} winners`,
      medianAndMost(cleared.map(({ clearMs }) => clearMs)),
      '< 3 s',
    );
    tell('  check of the certificate', medianAndMost(cleared.map(({ checkMs }) => checkMs)), '< 0.3 s');
  }
}

type Cleared = { readonly clearMs: number; readonly checkMs: number; readonly winners: number };

function clear(distribution: Distribution, seed: string): Cleared {
  const auction = packageAuction(distribution, { items: 50, bids: 200 }, seed);
  const [outcome, clearMs] = timed(() => clearPackages(auction));
  assert(outcome.status === 'decided', 'the node limit is out of reach');
  const { result, certificate } = outcome;
  const [verdict, checkMs] = timed(() => checkPackageCertificate(auction, result, certificate));
  assert(verdict === 'ok', `the certificate holds: ${verdict}`);
  return { clearMs, checkMs, winners: result.allocations.length };
}
