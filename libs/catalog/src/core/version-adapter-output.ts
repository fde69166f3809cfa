import { z } from 'zod';

export const label = z.string().min(1).max(200);

const ELEMENTS_MAX = 10_000_000;

/** Sizes of a tensor, outermost first. Empty for a scalar. */
export const tensorShape = z
  .array(z.int().min(1).max(ELEMENTS_MAX))
  .max(8)
  .refine((sizes) => sizes.reduce((product, size) => product * size, 1) <= ELEMENTS_MAX, 'is too large');

/** How a label is read out of the numbers, or the text, that a network puts out for one input. */
export const outputReading = z.discriminatedUnion('by', [
  z
    .strictObject({
      by: z.literal('argmax'),
      /** One for each number, in order. */
      labels: z.array(label).min(2).max(10_000),
      /** Softmax makes probabilities of logits. Of numbers that are probabilities: none. */
      activation: z.enum(['none', 'softmax']),
      /** The label whose probability is the score. */
      positive: label.optional(),
    })
    .refine(({ labels, positive }) => positive === undefined || labels.includes(positive), {
      path: ['positive'],
      message: 'is not one of the labels',
    }),
  z.strictObject({
    by: z.literal('threshold'),
    activation: z.enum(['none', 'sigmoid']),
    /** After the activation. */
    threshold: z.number(),
    /** The positive label: the score is the number after the activation. */
    above: label,
    atOrBelow: label,
  }),
  z.strictObject({ by: z.literal('text') }),
]);

export type OutputReading = Readonly<z.infer<typeof outputReading>>;
