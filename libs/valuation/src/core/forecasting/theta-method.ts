/**
 * The Theta method as published for the M3 competition (Assimakopoulos and Nikolopoulos, 2000), in the closed form
 * of Hyndman and Billah (2003): simple exponential smoothing plus half the slope of the least-squares line. A
 * benchmark for points, without intervals; regular times, no seasonal pattern.
 *
 * @param values at least three
 * @param aheads steps ahead
 */
export function thetaForecast(values: readonly number[], aheads: readonly number[]): readonly number[] {
  const { level, smoothing } = smoothedLevel(values);
  const drift = slopeOf(values) / 2;
  const seen = (1 - (1 - smoothing) ** values.length) / smoothing;
  return aheads.map((ahead) => level + drift * (ahead - 1 + seen));
}

const SMOOTHINGS = Array.from({ length: 100 }, (_, index) => (index + 1) / 100);

/** Level after the last value, with the smoothing of least one-step squares. */
function smoothedLevel(values: readonly number[]): { readonly level: number; readonly smoothing: number } {
  let best = { level: 0, smoothing: 1, squares: Infinity };
  for (const smoothing of SMOOTHINGS) {
    let [level = 0] = values;
    let squares = 0;
    for (const value of values.slice(1)) {
      const error = value - level;
      squares += error * error;
      level += smoothing * error;
    }
    if (squares < best.squares) best = { level, smoothing, squares };
  }
  return best;
}

function slopeOf(values: readonly number[]): number {
  const middle = (values.length - 1) / 2;
  let [products, squares] = [0, 0];
  values.forEach((value, index) => {
    products += (index - middle) * value;
    squares += (index - middle) ** 2;
  });
  return products / squares;
}
