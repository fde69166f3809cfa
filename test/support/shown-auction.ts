import * as auction from '#contract/auction';
import { assertDefined } from '#libs/kernel';
import type { SalvorClient } from '#libs/sdk';
import type { Page } from 'playwright-core';
import type { z } from 'zod';
import { money } from './market-page.js';

type Outcome = z.output<typeof auction.outcomeView>;
type Detail = z.output<typeof auction.auctionDetail>;

/** The auction that the page shows, as the API has it. */
export async function shownAuction(page: Page, client: SalvorClient) {
  const name = await page.getByTestId('auction').getAttribute('data-auction');
  const path = `/v1/auctions/${assertDefined(name ?? undefined, 'an auction is shown')}`;
  const detail = await client.get(path, auction.auctionDetail);
  return { path, detail };
}

/** Has the page show another auction, by its button. */
export async function showAuction(page: Page, name: string): Promise<void> {
  const shown = page.locator(`[data-testid=auction][data-auction="${name}"]`);
  if ((await shown.count()) > 0) return;
  const others = page.getByTestId('other-auctions');
  if ((await others.getAttribute('open')) === null) await others.locator('summary').click();
  await others.locator(`tr[data-auction="${name}"] button`).click();
  await shown.waitFor();
}

type Priced = { readonly priceMinor: string };
type Allocations = {
  readonly allocations?: readonly { readonly bidder: string; readonly paymentMinor: string }[];
  readonly vcg?: readonly { readonly bidder: string; readonly paymentMinor: string }[];
};

/** The amounts that stand in the last column of the opened bids, by the family of the format; sorted. */
export function lastAmounts(
  { announcement, currency }: Detail,
  { bids, result }: Outcome,
): readonly string[] {
  const { allocations = [], vcg = [] } = result as Allocations;
  const shown = (amounts: readonly string[]): readonly string[] =>
    amounts.map((amountMinor) => money(amountMinor, currency)).sort();
  if ('items' in announcement) return shown(vcg.map(({ paymentMinor }) => paymentMinor));
  if ('supply' in announcement)
    return shown(
      bids.map(
        ({ bidder }) => allocations.find((allocation) => allocation.bidder === bidder)?.paymentMinor ?? '0',
      ),
    );
  return shown(bids.map(({ bid }) => (bid as Priced).priceMinor));
}
