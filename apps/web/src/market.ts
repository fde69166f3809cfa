import { SalvorClient, SalvorProblem } from '#libs/sdk';
import { computed, signal } from '@preact/signals';
import { Answers } from './answers.js';
import { loadMarket } from './load-market.js';
import type { Auction } from './auction-view.js';
import type { Market } from './market-view.js';
import { isUnfinished } from './progress.js';

const FAST_ROUND_MS = 2_000;
const SLOW_ROUND_MS = 15_000;
const SECOND_MS = 1_000;

/** Why the last look failed, for people; the request id finds it in the service's log. */
export type Trouble = {
  readonly title: string;
  readonly detail: string;
  readonly requestId: string | undefined;
};

/** Undefined until the first look at the market has succeeded; later the last one that did. */
export const market = signal<Market | undefined>(undefined);
export const trouble = signal<Trouble | undefined>(undefined);

/** The service's clock as far as this browser can tell, second by second. */
export const serviceNowMs = signal(Date.now());

/** The auction that the reader wants to see; undefined leaves it to the page. */
const picked = signal<Auction['id'] | undefined>(undefined);

/** True while the page looks every two seconds. */
export const isBusy = computed(() => market.value !== undefined && isUnfinished(market.value));

/** One attempt a round: the next round is the second attempt. */
const answers = new Answers(new SalvorClient({ baseUrl: '', attemptsMax: 1 }), () => Date.now());

let offsetMs = 0;

/** Shows another auction, without waiting for the next round. */
export async function pickAuction(id: Auction['id']): Promise<void> {
  picked.value = id;
  await look();
}

/** Looks at the market from now on, again and again, for as long as the page is open. */
export function watchMarket(): void {
  setInterval(() => {
    serviceNowMs.value = Date.now() + offsetMs;
  }, SECOND_MS);
  void lookAgainAndAgain();
}

async function lookAgainAndAgain(): Promise<void> {
  await look();
  setTimeout(() => void lookAgainAndAgain(), nextRoundMs());
}

async function look(): Promise<void> {
  try {
    const wanted = picked.value;
    const seen = await loadMarket(answers, wanted);
    // Meanwhile another auction was picked: its own look is under way.
    if (picked.value !== wanted) return;
    offsetMs = seen.asOf.getTime() - Date.now();
    serviceNowMs.value = seen.asOf.getTime();
    market.value = seen;
    trouble.value = undefined;
  } catch (error) {
    trouble.value = troubleOf(error);
  }
}

/** A service that is gone may be back any moment; one that refused is given time. */
function nextRoundMs(): number {
  if (trouble.value !== undefined)
    return trouble.value.requestId === undefined ? FAST_ROUND_MS : SLOW_ROUND_MS;
  return isBusy.value ? FAST_ROUND_MS : SLOW_ROUND_MS;
}

function troubleOf(error: unknown): Trouble {
  if (error instanceof SalvorProblem) {
    const { title, detail, requestId } = error.document;
    return { title, detail, requestId };
  }
  if (error instanceof TypeError)
    return {
      title: 'The service does not answer',
      detail: 'It may have been stopped.',
      requestId: undefined,
    };
  return {
    title: 'The service answered in a way that this page does not understand',
    detail: 'The page may be older than the service: reload it.',
    requestId: undefined,
  };
}
