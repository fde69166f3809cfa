import type { z } from 'zod';

export const BIDS_MAX = 1_000_000;

type Ids = readonly { readonly id: string }[];

/** Reports the first id that is given twice, in one list of bids or in two. */
export function distinctIds(lists: Readonly<Record<string, Ids>>, context: z.RefinementCtx): void {
  const seen = new Set<string>();
  for (const [list, bids] of Object.entries(lists))
    for (const [at, { id }] of bids.entries()) {
      if (seen.has(id)) {
        context.addIssue({ code: 'custom', path: [list, at, 'id'], message: 'is the id of an earlier bid' });
        return;
      }
      seen.add(id);
    }
}
