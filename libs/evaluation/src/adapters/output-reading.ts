import type { OutputReading } from '#core/catalog';
import { err, ok, type Result } from '#libs/kernel';
import { labelOf } from './label-text.js';

/** A label, and the probability of the positive one where there is one. */
export interface Reading {
  readonly label: string;
  readonly score?: number;
}

/** What a network put out for one input: one element for each number or text of the declared output. */
export type Output = readonly number[] | readonly string[];

/** Reads a label out of an output. The error says in words why it cannot be read. */
export function readOutput(reading: OutputReading, output: Output): Result<Reading, string> {
  switch (reading.by) {
    case 'text':
      return readText(output);
    case 'threshold':
      return readThreshold(reading, output);
    case 'argmax':
      return readArgmax(reading, output);
  }
}

function readText(output: Output): Result<Reading, string> {
  const [text] = output;
  return output.length === 1 && typeof text === 'string'
    ? ok({ label: labelOf(text) })
    : err('the output is not one text');
}

function readThreshold(
  reading: Extract<OutputReading, { by: 'threshold' }>,
  output: Output,
): Result<Reading, string> {
  const numbers = finiteNumbers(output, 1);
  if (!numbers.ok) return numbers;
  const [raw = 0] = numbers.value;
  const value = reading.activation === 'sigmoid' ? 1 / (1 + Math.exp(-raw)) : raw;
  const label = value > reading.threshold ? reading.above : reading.atOrBelow;
  return ok({ label, ...probability(value) });
}

function readArgmax(
  reading: Extract<OutputReading, { by: 'argmax' }>,
  output: Output,
): Result<Reading, string> {
  const { labels, positive } = reading;
  const numbers = finiteNumbers(output, labels.length);
  if (!numbers.ok) return numbers;
  const values = reading.activation === 'softmax' ? softmax(numbers.value) : numbers.value;
  const label = labels[numbers.value.indexOf(Math.max(...numbers.value))] ?? '';
  return ok({ label, ...(positive === undefined ? {} : probability(values[labels.indexOf(positive)])) });
}

function finiteNumbers(output: Output, count: number): Result<readonly number[], string> {
  if (output.length !== count)
    return err(`the output has ${String(output.length)} elements, not ${String(count)}`);
  const numbers = output.filter((element) => Number.isFinite(element)) as readonly number[];
  return numbers.length === count ? ok(numbers) : err('the output holds something that is no finite number');
}

/** Shifted by the largest, or exp would overflow. */
function softmax(logits: readonly number[]): readonly number[] {
  const largest = Math.max(...logits);
  const weights = logits.map((logit) => Math.exp(logit - largest));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
}

/** float32 sums go a little over one. What lies further out is no probability, and there is no score. */
function probability(value: number | undefined): { readonly score?: number } {
  if (value === undefined || value < -1e-4 || value > 1 + 1e-4) return {};
  return { score: Math.min(1, Math.max(0, value)) };
}
