import type { Json } from '#libs/kernel';
import type { ATTRIBUTION_METHODS } from '../computation/index.js';

/** What an attribution was asked for: the input of a method, its players told apart by who is paid for them. */
export type AttributionRequest = {
  readonly method: (typeof ATTRIBUTION_METHODS)[number];
  /** In the order in which they were registered. */
  readonly players: readonly Source[];
  /** The other fields of the method's input, by their names there. */
  readonly [field: string]: Json | undefined;
};

/** One player: a source of data, or of anything else that the model was made of. */
export type Source = {
  readonly name: string;
  /** The party that is credited, as a public id. */
  readonly partyId: string;
  /** Where the party's money goes, if several parties may have it paid to one place. */
  readonly payee?: string;
  /** SHA-256 of the content: sources with one digest are copies. */
  readonly contentDigest?: string;
  /** SHA-256 of each item of the content, where copies of parts are to be told as well. */
  readonly items?: readonly string[];
  /** The texts themselves: then near duplicates are told as well. */
  readonly texts?: readonly string[];
  /** Or an embedding of the content; those of one request have one dimension. */
  readonly embedding?: readonly number[];
  /** Which training rows it is, where models are trained to value it. */
  readonly rows?: Json;
};

/** Whether a source says what it brought. */
export const saysContent = ({ contentDigest, items, texts, embedding }: Source): boolean =>
  (contentDigest ?? items ?? texts ?? embedding) !== undefined;
