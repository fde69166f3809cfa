import type { Component, Prediction } from './candidate.js';
import { type Filtered, predictedAt, type StateModel, varianceOf } from './state-filter.js';
import type { WorkingSeries } from './working-series.js';

/** The predictive distribution of a filtered model: its state is moved on, and the value read off with noise. */
export const stateComponent = (
  model: StateModel,
  filtered: Filtered,
  series: WorkingSeries,
  weight: number,
): Component => ({
  weight,
  degreesOfFreedom: filtered.degreesOfFreedom,
  lastingShare: model.levelVariance / (model.levelVariance + model.observationVariance),
  predict: (step): Prediction => {
    const state = { mean: filtered.state.mean.slice(), covariance: filtered.state.covariance.slice() };
    model.advance(state, step - filtered.step);
    const relative =
      varianceOf(state, model.rowAt(step)) + model.observationVariance * series.futureNoiseShare;
    return {
      centre: predictedAt(model, state, step),
      scale: Math.sqrt(relative * filtered.variance + series.extraVariance),
    };
  },
});
