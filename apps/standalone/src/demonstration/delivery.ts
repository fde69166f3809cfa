import * as catalog from '#contract/catalog';
import * as settlement from '#contract/settlement';
import { encodeId } from '#libs/kernel';
import type { z } from 'zod';
import type { Cast } from './parties.js';
import { type Auction, type Player, type Stage, stepKey, waitFor } from './stage.js';

type MySale = z.output<typeof settlement.mySalePage>['sales'][number];

/** Waits for the sales of a cleared auction; the seller delivers what was paid for, and the buyers say what arrived. */
export async function deliverSales(stage: Stage, cast: Cast, { id, announcement }: Auction): Promise<void> {
  const path = `/v1/versions/${announcement.version.versionId}/manifest`;
  const { files } = await cast.seller.client.get(path, catalog.manifestView);
  const page = `/v1/auctions/${encodeId('auction', id)}/sales?limit=200`;
  const { sales } = await waitFor(
    stage,
    () => cast.seller.client.get(page, settlement.salePage),
    (answer) => answer.sales.length > 0 && answer.sales.every(({ state }) => state !== 'due'),
  );
  for (const { id: saleId, state } of sales) {
    const sale = encodeId('sale', saleId);
    const contract = { body: settlement.deliverSale, view: settlement.saleDetail };
    if (state !== 'paid') continue;
    await cast.seller.client.post(
      `/v1/sales/${sale}/delivery`,
      contract,
      { files },
      stepKey(`deliver-${sale}`),
    );
  }
  for (const buyer of cast.buyers) await confirm(buyer, files, id);
}

async function confirm(
  buyer: Player,
  files: z.output<typeof catalog.manifestView>['files'],
  auctionId: Auction['id'],
): Promise<void> {
  const { sales } = await buyer.client.get('/v1/me/sales?limit=200', settlement.mySalePage);
  const contract = { body: settlement.confirmReceipt, view: settlement.saleDetail };
  const isMine = (sale: MySale): boolean =>
    sale.auctionId === auctionId && sale.role === 'buyer' && sale.state === 'delivered';
  for (const { id } of sales.filter(isMine)) {
    const sale = encodeId('sale', id);
    await buyer.client.post(`/v1/sales/${sale}/receipt`, contract, { files }, stepKey(`receive-${sale}`));
  }
}
