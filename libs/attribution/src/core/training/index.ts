export { computeTrained, type TrainedTask } from './compute-trained.js';
export {
  planTraining,
  rowsOfClusters,
  TRAINED_EXACT_MAX,
  type TrainingDocument,
  trainingFault,
  type TrainingIdentity,
  type TrainingRequest,
  trainingRequest,
} from './training-document.js';
export { coalitionKey, coalitionsToTrain, trainedInput, type TrainedUtilities } from './training-game.js';
export { type RowSelector, rowSelector, type TrainingRowView } from './training-rows.js';
