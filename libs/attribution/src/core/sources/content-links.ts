import { digestOf, type Json } from '#libs/kernel';
import {
  clusterSources,
  embeddingLinks,
  equalKeyLinks,
  nearDuplicateLinks,
  NEAR_DUPLICATE_RULE,
  type SourceLink,
  textSignature,
} from '../methods/index.js';
import type { AttributionRequest, Source } from './attribution-request.js';

/** What sources brought, as far as a request tells. */
export type SourceContents = {
  /** Evidence that sources brought the same thing, or nearly. */
  readonly links: readonly SourceLink[];
  /** Items of each source. Whoever brought nearly the same as somebody before brings that one's item, no other. */
  readonly items: readonly (readonly string[])[];
};

/** Compares sources by exact digests, by MinHash of their texts, and by the angle between their embeddings. */
export function sourceContents(request: AttributionRequest): SourceContents {
  const { players: sources } = request;
  const keys = contentKeys(request);
  const near = [...textLinks(sources), ...vectorLinks(sources)];
  const links = [
    ...equalKeyLinks(keys, 'same-content'),
    ...equalKeyLinks(
      sources.map(({ contentDigest }) => contentDigest),
      'same-content',
    ),
    ...near,
  ];
  const items = sources.map(({ items: own }, position) => own ?? [keys[position] ?? []].flat());
  for (const { members } of clusterSources(sources.length, near))
    for (const member of members.slice(1)) items[member] = items[members[0] ?? member] ?? [];
  return { links, items };
}

/** Digests of contents: of texts and of training points, which the request holds itself, nobody need declare one. */
function contentKeys({ players, train }: AttributionRequest): readonly (string | undefined)[] {
  if (train === undefined)
    return players.map(({ contentDigest, texts, embedding }) => {
      if (contentDigest !== undefined) return contentDigest;
      const content = texts ?? embedding;
      return content === undefined ? undefined : digestOf([...content]);
    });
  const { features, labels } = train as {
    readonly features: readonly Json[];
    readonly labels: readonly Json[];
  };
  return players.map((_, position) =>
    digestOf({ features: features[position] ?? null, label: labels[position] ?? null }),
  );
}

function textLinks(sources: readonly Source[]): readonly SourceLink[] {
  const given = positionsOf(sources, ({ texts }) => texts);
  const signatures = given.map(({ value }) => textSignature(value.join('\n')));
  return atPositions(nearDuplicateLinks(signatures, NEAR_DUPLICATE_RULE.resemblanceMin), given);
}

function vectorLinks(sources: readonly Source[]): readonly SourceLink[] {
  const given = positionsOf(sources, ({ embedding }) => embedding);
  const vectors = given.map(({ value }) => value);
  return atPositions(embeddingLinks(vectors, NEAR_DUPLICATE_RULE.cosineMin), given);
}

type Placed<T> = { readonly value: T; readonly position: number };

const positionsOf = <T>(
  sources: readonly Source[],
  read: (source: Source) => T | undefined,
): readonly Placed<T>[] =>
  sources.flatMap((source, position) => {
    const value = read(source);
    return value === undefined ? [] : [{ value, position }];
  });

const atPositions = (
  links: readonly SourceLink[],
  given: readonly Placed<unknown>[],
): readonly SourceLink[] =>
  links.map(({ a, b, reason }) => ({
    a: given[a]?.position ?? a,
    b: given[b]?.position ?? b,
    reason,
  }));
