import { type Json, pointerToken } from '#libs/kernel';

export type Difference = { readonly path: string; readonly stated: string; readonly computed: string };

/** The first place, in the order of the stated document, that holds something else in the computed one. */
export function firstDifference(
  stated: Json | undefined,
  computed: Json | undefined,
  path = '',
): Difference | undefined {
  if (!isContainer(stated) || !isContainer(computed))
    return stated === computed ? undefined : { path, stated: textOf(stated), computed: textOf(computed) };
  for (const key of new Set([...Object.keys(stated), ...Object.keys(computed)])) {
    const difference = firstDifference(stated[key], computed[key], `${path}${pointerToken(key)}`);
    if (difference !== undefined) return difference;
  }
  return undefined;
}

type Container = Readonly<Record<string, Json | undefined>>;

const isContainer = (value: unknown): value is Container => typeof value === 'object' && value !== null;

function textOf(value: Json | undefined): string {
  if (value === undefined) return 'nothing';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
