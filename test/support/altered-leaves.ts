import type { Json } from '#libs/kernel';

/** A document in which one thing was altered: where (RFC 6901), and how. */
export type Alteration = {
  readonly path: string;
  readonly how: 'value' | 'type' | 'missing' | 'added';
  readonly document: Json;
};

type Path = readonly (string | number)[];

/**
 * Every document that differs from this one in one place: a leaf has another value of the same kind (the last digit of
 * a text is another); a leaf, list or object is something of another type, or gone; an object has a member more.
 */
export function alterations(document: Json): readonly Alteration[] {
  return placesIn(document, []).flatMap(({ path, value }): Alteration[] => {
    const at = path.map((part) => `/${String(part)}`).join('');
    const made = (how: Alteration['how'], replaced: Json | undefined, place = path): Alteration => ({
      path: at,
      how,
      document: replacedAt(document, place, replaced) ?? null,
    });
    const isContainer = typeof value === 'object' && value !== null;
    return [
      ...(isContainer ? [] : [made('value', neighbour(value))]),
      made('type', typeof value === 'string' ? 7 : 'seven'),
      ...(path.length === 0 ? [] : [made('missing', undefined)]),
      ...(isContainer && !Array.isArray(value) ? [made('added', 'more', [...path, 'added'])] : []),
    ];
  });
}

/** The same with the values only. */
export const alteredLeaves = (document: Json): readonly Alteration[] =>
  alterations(document).filter(({ how }) => how === 'value');

function placesIn(value: Json, path: Path): readonly { readonly path: Path; readonly value: Json }[] {
  const below = Array.isArray(value)
    ? value.flatMap((child: Json, at) => placesIn(child, [...path, at]))
    : typeof value === 'object' && value !== null
      ? Object.entries(value).flatMap(([name, child]) => placesIn(child as Json, [...path, name]))
      : [];
  return [{ path, value }, ...below];
}

/** Another value that looks as if it could stand there: hexadecimal, amounts and times stay what they are. */
function neighbour(value: string | number | boolean | null): Json {
  if (value === null) return 0;
  if (typeof value === 'boolean') return !value;
  if (typeof value === 'number') return value + 1;
  const at = value.search(/[0-9a-f](?=[^0-9a-f]*$)/);
  if (at < 0) return `${value}x`;
  const digit = value.charAt(at);
  const other = digit === '9' || digit === 'f' ? '0' : String.fromCharCode(digit.charCodeAt(0) + 1);
  return `${value.slice(0, at)}${other}${value.slice(at + 1)}`;
}

/** A copy with something else in one place; undefined takes the place away. */
function replacedAt(
  document: Json | undefined,
  [first, ...rest]: Path,
  value: Json | undefined,
): Json | undefined {
  if (first === undefined) return value;
  if (Array.isArray(document))
    return document.flatMap((child: Json, at) => {
      const replaced = at === first ? replacedAt(child, rest, value) : child;
      return replaced === undefined ? [] : [replaced];
    });
  const members = document as Readonly<Record<string, Json>>;
  const others = Object.entries(members).filter(([name]) => name !== first);
  const replaced = replacedAt(members[first], rest, value);
  return Object.fromEntries(replaced === undefined ? others : [...others, [first, replaced]]);
}
