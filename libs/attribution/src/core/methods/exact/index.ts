export { type CoalitionGame, coalitionGame, EXACT_PLAYERS_MAX } from './coalition-game.js';
export { coalitionName, type CoalitionNameFault, membersNamed } from './coalition-name.js';
export { decimalOf, parseDecimal } from './decimal.js';
export { type MarginalSums, marginalSums } from './marginal-sums.js';
export { namesFault, type NamesFault } from './player-names.js';
export { add, multiply, type Rational, rational, rationalText, rationalToNumber, sumOf } from './rational.js';
export { type ExactValues, semivalue } from './semivalue.js';
export { type Semivalue, sizeWeights } from './size-weights.js';
export { readUtilityTable, type UtilityTableFault } from './utility-table.js';
export {
  VOTING_STEPS_MAX,
  type VotingGame,
  votingGame,
  type VotingGameFault,
  votingMarginalSums,
} from './voting-game.js';
