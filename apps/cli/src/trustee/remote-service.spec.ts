import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Json } from '#libs/kernel';
import { RemoteService } from './remote-service.js';

let server: Server;
let service: RemoteService;
/** What was asked for, in order. */
let asked: string[];
let answer: (path: string) => Json;

beforeEach(async () => {
  asked = [];
  server = createServer((request, response) => {
    const path = request.url ?? '';
    asked.push(path);
    response.setHeader('content-type', 'application/json').end(JSON.stringify(answer(path)));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  service = new RemoteService(`http://127.0.0.1:${String(port)}`, new AbortController().signal);
});

afterEach(() => {
  server.closeAllConnections();
  server.close();
});

const page = (leaves: readonly number[], next: number | null): Json => ({
  envelopes: leaves.map((leafIndex) => ({ leafIndex, entry: { at: leafIndex }, envelope: 'AQID' })),
  next,
});

/** Reads a log of so many entries from pages that are served one after the other, the last one for ever. */
async function readFrom(pages: readonly Json[], treeSize: number): Promise<unknown> {
  answer = () => pages[Math.min(asked.length, pages.length) - 1] ?? null;
  const read = await service.envelopesOf('auc_1', treeSize);
  return read.ok ? read.value.map(({ entry }) => entry) : read.error;
}

describe('the log of an auction', () => {
  it('is read page by page, in its order', async () => {
    const read = await readFrom([page([0, 1], 1), page([2], null)], 3);
    expect(read).toEqual([{ at: 0 }, { at: 1 }, { at: 2 }]);
    expect(asked).toEqual([
      '/v1/auctions/auc_1/envelopes?limit=500',
      '/v1/auctions/auc_1/envelopes?after=1&limit=500',
    ]);
  });

  it('is not asked for when it is empty', async () => {
    expect(await readFrom([], 0)).toEqual([]);
    expect(asked).toEqual([]);
  });

  it.each<[string, readonly Json[]]>([
    ['ends too early', [page([0, 1], null)]],
    ['goes on too long', [page([0, 1, 2, 3], null)]],
    ['leaves a place out', [page([0, 2, 3], null)]],
    ['begins elsewhere', [page([1, 2, 3], null)]],
    ['repeats a page for ever', [page([0, 1], 1)]],
    ['has empty pages for ever', [page([0], 0), page([], 0)]],
  ])('that %s is not the closed one', async (_what, pages) => {
    expect(await readFrom(pages, 3)).toBe('not-the-closed-log');
    expect(asked.length).toBeLessThanOrEqual(2);
  });
});

describe('the auctions that a trustee is asked for', () => {
  it('are known by their ids', async () => {
    answer = () => ({ auctions: [{ auctionId: 'auc_1', more: true }], more: true });
    expect(await service.auctionsFor('ab')).toEqual(['auc_1']);
    expect(asked).toEqual(['/v1/trustees/ab/auctions']);
  });

  it.each(['../../parties', 'auc_1/shares?', '', 'AUC_1'])('have no id like «%s»', async (auctionId) => {
    answer = () => ({ auctions: [{ auctionId }] });
    await expect(service.auctionsFor('ab')).rejects.toThrow('invalid');
  });
});
