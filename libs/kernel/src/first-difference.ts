import type { Json } from './canonical-json.js';
import { pointerToken } from './duplicate-name.js';

/** A place (RFC 6901), and what two documents hold there. */
export type Difference = { readonly path: string; readonly stated: string; readonly computed: string };

/** The first place, in the order of the stated document, that holds something else in the computed one. */
export function firstDifference(
  stated: Json | undefined,
  computed: Json | undefined,
  path = '',
): Difference | undefined {
  if (!isContainer(stated) || !isContainer(computed) || Array.isArray(stated) !== Array.isArray(computed))
    return stated === computed ? undefined : { path, stated: textOf(stated), computed: textOf(computed) };
  for (const key of new Set([...Object.keys(stated), ...Object.keys(computed)])) {
    const difference = firstDifference(
      memberOf(stated, key),
      memberOf(computed, key),
      `${path}${pointerToken(key)}`,
    );
    if (difference !== undefined) return difference;
  }
  return undefined;
}

type Container = Readonly<Record<string, Json | undefined>>;

const isContainer = (value: unknown): value is Container => typeof value === 'object' && value !== null;

/** Of its own: every object has something by the name `__proto__`. */
const memberOf = (container: Container, key: string): Json | undefined =>
  Object.hasOwn(container, key) ? container[key] : undefined;

function textOf(value: Json | undefined): string {
  if (value === undefined) return 'nothing';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
