declare const brand: unique symbol;

/** What an id points at. The prefix is what the outside world sees in front of the digits. */
export const ID_PREFIXES = {
  party: 'pty',
  apiKey: 'key',
  model: 'mdl',
  version: 'ver',
  domain: 'dom',
  run: 'run',
  valuation: 'val',
  lot: 'lot',
  auction: 'auc',
  bidder: 'bdr',
  bid: 'bid',
  standingOrder: 'sto',
  sale: 'sal',
  meter: 'mtr',
  agreement: 'agr',
  payoutRun: 'prn',
  payoutStatement: 'pst',
  grant: 'grt',
  account: 'acc',
  transaction: 'txn',
  weightSet: 'wts',
  attribution: 'atr',
  dispute: 'dsp',
  settlement: 'stl',
  tick: 'tck',
  evaluationSchedule: 'sch',
  credential: 'crd',
  deadLetter: 'dlt',
} as const;

export type IdKind = keyof typeof ID_PREFIXES;

/** A UUIDv7 (RFC 9562, section 5.7) that cannot be mistaken for an id of another kind. */
export type Id<K extends IdKind> = string & { readonly [brand]: K };

/** Trusts a UUID that came out of our own tables. */
export const asId = <K extends IdKind>(_kind: K, uuid: string): Id<K> => uuid as Id<K>;

/** `019a…` → `lot_019a…` (32 hexadecimal digits after the prefix). */
export const encodeId = <K extends IdKind>(kind: K, id: Id<K>): string =>
  `${ID_PREFIXES[kind]}_${id.replaceAll('-', '')}`;

/** The inverse of {@link encodeId}; undefined for anything that it cannot have written. */
export function decodeId<K extends IdKind>(kind: K, text: string): Id<K> | undefined {
  const match = /^([a-z]+)_([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})$/.exec(text);
  if (match?.[1] !== ID_PREFIXES[kind]) return undefined;
  const uuid = match.slice(2).join('-');
  return uuid as Id<K>;
}
