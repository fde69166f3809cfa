/**
 * Trains small networks: fully connected layers, rectifiers between them, softmax and log loss behind them. Chance
 * comes from the kernel of the built service.
 */
const { seededRandom } = await import('#libs/kernel');

const MOMENTUM = 0.9;

/** Few enough digits to hide that Math.exp may differ in the last bit from one engine to another. */
const kept = (weight) => Number(weight.toPrecision(4));

/**
 * Stochastic gradient descent with momentum; the same rows in the same order give the same network.
 *
 * @param {{ features: ArrayLike<number>, target: number }[]} rows target counts from 0
 * @param {{ classes: number, hidden: number[], epochs: number, rate: number, penalty: number, seed: string }} how
 *   penalty: the share of each weight that a step of rate 1 takes away
 * @returns {{ weights: Float64Array, bias: Float64Array }[]} weights of the input by output, row by row
 */
export function trainNetwork(rows, { classes, hidden, epochs, rate, penalty, seed }) {
  const random = seededRandom(seed);
  const sizes = [rows[0].features.length, ...hidden, classes];
  const layers = sizes.slice(1).map((outputs, at) => newLayer(sizes[at], outputs, random));
  const order = rows.map((_, index) => index);
  for (let epoch = 0; epoch < epochs; epoch += 1) {
    // Falling to nothing: the last steps settle.
    const step = rate * (1 - epoch / epochs);
    for (const index of shuffled(order, random)) learn(layers, rows[index], step, penalty);
  }
  return layers.map(({ weights, bias }) => ({ weights: weights.map(kept), bias: bias.map(kept) }));
}

/** In another order (Fisher and Yates). */
export function shuffled(list, random) {
  const result = [...list];
  for (let at = result.length - 1; at > 0; at -= 1) {
    const other = random.below(at + 1);
    [result[at], result[other]] = [result[other], result[at]];
  }
  return result;
}

/** Weights as He et al. (2015) start rectifiers. */
function newLayer(inputs, outputs, random) {
  const spread = Math.sqrt(2 / inputs);
  const weights = Float64Array.from({ length: inputs * outputs }, () => random.normal() * spread);
  const velocity = new Float64Array(weights.length);
  return { inputs, outputs, weights, velocity, bias: new Float64Array(outputs) };
}

function learn(layers, { features, target }, step, penalty) {
  const activities = [features];
  for (const [at, layer] of layers.entries())
    activities.push(
      at === layers.length - 1 ? softmax(sumsOf(layer, activities[at])) : rectified(layer, activities[at]),
    );
  let error = activities.at(-1).map((probability, index) => probability - (index === target ? 1 : 0));
  for (let at = layers.length - 1; at >= 0; at -= 1) {
    const below = at === 0 ? undefined : errorBelow(layers[at], activities[at], error);
    descend(layers[at], activities[at], error, step, penalty);
    error = below;
  }
}

function sumsOf({ inputs, outputs, weights, bias }, activity) {
  const sums = Float64Array.from(bias);
  for (let from = 0; from < inputs; from += 1) {
    const value = activity[from];
    if (value !== 0) for (let to = 0; to < outputs; to += 1) sums[to] += value * weights[from * outputs + to];
  }
  return sums;
}

const rectified = (layer, activity) => sumsOf(layer, activity).map((sum) => Math.max(0, sum));

function softmax(sums) {
  const largest = Math.max(...sums);
  const odds = sums.map((sum) => Math.exp(sum - largest));
  const total = odds.reduce((sum, each) => sum + each, 0);
  return odds.map((each) => each / total);
}

function errorBelow({ inputs, outputs, weights }, activity, error) {
  const below = new Float64Array(inputs);
  for (let from = 0; from < inputs; from += 1)
    if (activity[from] > 0)
      for (let to = 0; to < outputs; to += 1) below[from] += weights[from * outputs + to] * error[to];
  return below;
}

function descend({ inputs, outputs, weights, velocity, bias }, activity, error, step, penalty) {
  for (let from = 0; from < inputs; from += 1) {
    const value = activity[from];
    for (let to = 0; to < outputs; to += 1) {
      const at = from * outputs + to;
      velocity[at] = MOMENTUM * velocity[at] - step * (value * error[to] + penalty * weights[at]);
      weights[at] += velocity[at];
    }
  }
  for (let to = 0; to < outputs; to += 1) bias[to] -= step * error[to];
}
