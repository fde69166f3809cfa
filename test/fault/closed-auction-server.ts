import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { sealing } from '#core/auction';
import { assertDefined, type Json } from '#libs/kernel';
import type { StatedEnvelope } from '../../apps/cli/src/trustee/live-envelopes.js';

/** What the service states about one auction, true or not. */
export type Statement = {
  readonly announcement: Json & { readonly auctionId: string };
  readonly closing: sealing.SignedClosing;
  readonly log: readonly StatedEnvelope[];
};

type Shares = {
  readonly trusteeId: string;
  readonly shares: readonly { leafIndex: number; share: string }[];
};

/** Smaller than what a trustee asks for, so that every log has several pages. */
const PAGE = 3;

/**
 * The part of the service that trustees speak to, which states whatever it is told to. It takes shares as the service
 * does: those that prove themselves.
 */
export class ClosedAuctionServer {
  readonly #server: Server;
  readonly #statements = new Map<string, Statement>();
  readonly #taken = new Map<string, Map<number, string>>();
  /** Bodies of the requests with shares, in the order in which they came. */
  readonly received: string[] = [];
  /** How many requests with shares are cut off before they are read. */
  cutOff = 0;

  constructor() {
    this.#server = createServer((request, response) => {
      void this.#answer(request, response);
    });
  }

  async listen(port = 0): Promise<string> {
    this.#server.listen(port, '127.0.0.1');
    await once(this.#server, 'listening');
    return `http://127.0.0.1:${String((this.#server.address() as AddressInfo).port)}`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  /** States this about the auction, and asks for shares anew. */
  state(statement: Statement): void {
    this.#statements.set(statement.announcement.auctionId, statement);
    this.#taken.set(statement.announcement.auctionId, new Map());
  }

  /** The places in the log of which shares were taken, each with its share. */
  taken(auctionId: string): ReadonlyMap<number, string> {
    return this.#taken.get(auctionId) ?? new Map<number, string>();
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://localhost');
    const [, , collection = '', id = '', part = ''] = pathname.split('/');
    const send = (status: number, body: Json): void => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    };
    if (collection === 'trustees') {
      send(200, { auctions: [...this.#statements.keys()].map((auctionId) => ({ auctionId })) });
      return;
    }
    const statement = this.#statements.get(id);
    if (statement === undefined) send(404, problem(404, 'not-found'));
    else if (part === 'shares') await this.#takeShares(id, statement, request, send);
    else send(200, documentOf(statement, part, Number(searchParams.get('after') ?? -1)));
  }

  async #takeShares(
    id: string,
    statement: Statement,
    request: IncomingMessage,
    send: (status: number, body: Json) => void,
  ): Promise<void> {
    if (this.cutOff > 0) {
      this.cutOff -= 1;
      request.socket.destroy();
      return;
    }
    const chunks = (await request.toArray()) as Buffer[];
    const text = Buffer.concat(chunks).toString();
    this.received.push(text);
    const { trusteeId, shares } = JSON.parse(text) as Shares;
    const proven = shares.filter(({ leafIndex, share }) => isProven(statement, trusteeId, leafIndex, share));
    if (proven.length < shares.length) send(422, problem(422, 'share-refused'));
    for (const { leafIndex, share } of proven) this.#taken.get(id)?.set(leafIndex, share);
    if (proven.length === shares.length) send(201, { accepted: proven.length });
  }
}

function documentOf({ announcement, closing, log }: Statement, part: string, after: number): Json {
  if (part === '') return { id: announcement.auctionId, announcement };
  if (part === 'closing') return { closing, treeSize: closing.closing.treeSize };
  const page = log.slice(after + 1, after + 1 + PAGE);
  return {
    envelopes: page.map(({ entry, envelope }, at) => ({
      leafIndex: after + 1 + at,
      entry,
      envelope: Buffer.from(envelope).toString('base64url'),
    })),
    next: after + PAGE + 1 < log.length ? after + PAGE : null,
  };
}

function isProven(
  { announcement, log }: Statement,
  trusteeId: string,
  leafIndex: number,
  share: string,
): boolean {
  const auction = sealing.readSealedAuction(announcement);
  const { entry, envelope } = assertDefined(log[leafIndex], 'a place in the log');
  if (!auction.ok) return false;
  const checked = sealing.checkEnvelope(auction.value, entry as sealing.LogEntry, envelope);
  const bytes = Uint8Array.from(Buffer.from(share, 'hex'));
  return checked.ok && sealing.checkShare(auction.value, checked.value, { trusteeId, share: bytes }).ok;
}

const problem = (status: number, code: string): Json => ({
  type: `urn:salvor:problem:${code}`,
  title: code,
  status,
  detail: code,
  instance: '',
  requestId: '',
});
