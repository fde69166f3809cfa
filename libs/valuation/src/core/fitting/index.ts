export { checkedPredictors, type ExpressionData, type FitFault } from './expression-data.js';
export {
  EXPRESSION_PARAMETERS_MAX,
  EXPRESSION_WORK_MAX,
  type ExpressionFit,
  type ExpressionRequest,
  fitExpression,
} from './fit-expression.js';
export type { ProfileInterval } from './profile-interval.js';
export type { ModelFit } from './model-fit.js';
