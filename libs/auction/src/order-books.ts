import { Injectable } from '@nestjs/common';
import { assert, digestOf, err, type Result } from '#libs/kernel';
import { type Problem, problem, problemAt } from '#libs/platform';
import { sealing } from './core/index.js';
import { StandingOrderTerms } from './standing-order-terms.js';

/** A book as it is published, and as sealing reads it. */
export type CurrentBook = {
  readonly document: sealing.OrderBookDocument;
  readonly read: sealing.OrderBook;
};

/**
 * The book of the trustees that are set. Its name follows from them: other trustees are another book, and the same
 * ones the same book on every process.
 */
@Injectable()
export class OrderBooks {
  readonly #book: CurrentBook | undefined;

  constructor(terms: StandingOrderTerms) {
    this.#book = terms.sealing === undefined ? undefined : bookOf(terms.sealing);
  }

  /** Undefined while no trustees are set. */
  current(): CurrentBook | undefined {
    return this.#book;
  }

  /** What an announcement by this scheme states beside it: the present book if it is sealed so, otherwise nothing. */
  admission(scheme: sealing.SealingScheme): {
    readonly orderBookId?: string;
    readonly orderBookDigest?: string;
  } {
    if (this.#book === undefined || digestOf(this.#book.document.sealing) !== digestOf(scheme)) return {};
    const { bookId, bookDigest } = this.#book.read;
    return { orderBookId: bookId, orderBookDigest: bookDigest };
  }

  /** What the door asks of an order for a book. */
  check(
    bookDigest: string,
    owner: Parameters<typeof sealing.checkOrder>[1],
    envelope: Uint8Array,
  ): Result<sealing.CheckedEnvelope, Problem> {
    if (this.#book === undefined)
      return err(problem('not-ready', 'No trustees are set to whom an order could be sealed.'));
    if (this.#book.read.bookDigest !== bookDigest)
      return err(problemAt('envelope-refused', '/bookDigest', 'is not of the present book'));
    const checked = sealing.checkOrder(this.#book.read, owner, envelope);
    return checked.ok
      ? checked
      : err(problemAt('envelope-refused', '/envelope', checked.error.replaceAll('-', ' ')));
  }
}

function bookOf(scheme: sealing.SealingScheme): CurrentBook {
  const document = sealing.orderBookOf(`book-${digestOf(scheme).slice(0, 16)}`, scheme);
  const read = sealing.readOrderBook(document);
  assert(read.ok, 'the trustees that are set can open what is sealed to them');
  return { document, read: read.value };
}
