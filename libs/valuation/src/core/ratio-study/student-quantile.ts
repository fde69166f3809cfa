import * as rmath from 'lib-r-math.js';

/** The declarations of the package do not resolve under Node's module rules, so its types are stated here. */
const { qt } = rmath as unknown as {
  readonly qt: (probability: number, degreesOfFreedom: number) => number;
};

/** How many standard errors a two-sided interval of this level reaches to either side under Student's t. */
export const studentCriticalValue = (level: number, degreesOfFreedom: number): number =>
  qt((1 + level) / 2, degreesOfFreedom);
