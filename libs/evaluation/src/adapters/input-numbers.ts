import { err, ok, type Result } from '#libs/kernel';

export type UnfitInput = { readonly code: 'input-unfit'; readonly reason: string };

export const unfit = (reason: string): { readonly ok: false; readonly error: UnfitInput } =>
  err({ code: 'input-unfit', reason });

/** Reads an input that is a JSON array of numbers, as many as a tensor of this shape holds. */
export function parseNumbers(input: string, shape: readonly number[]): Result<readonly number[], UnfitInput> {
  let value: unknown;
  try {
    value = JSON.parse(input);
  } catch {
    return unfit('is not JSON');
  }
  if (!Array.isArray(value) || !value.every((element) => Number.isFinite(element)))
    return unfit('is not an array of numbers');
  return ofCount(value as readonly number[], shape);
}

/** The numbers, if they fill a tensor of this shape. */
export function ofCount(
  numbers: readonly number[],
  shape: readonly number[],
): Result<readonly number[], UnfitInput> {
  const count = shape.reduce((product, size) => product * size, 1);
  return numbers.length === count
    ? ok(numbers)
    : unfit(`has ${String(numbers.length)} numbers, not ${String(count)}`);
}
