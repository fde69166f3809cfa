export type { CalibrationVerdict } from './calibration-verdict.js';
export type { EntryScore } from './entry-score.js';
export {
  admitScoreEntry,
  type LotOutcome,
  type RecordedOutcome,
  type ScoreEntry,
  type ScoreEntryFault,
} from './score-entry.js';
export type { ScoreFigure, ScoreRefusal } from './score-figure.js';
export { type KindScores, type Scoreboard, scoreboard, type ScoreboardStratum } from './scoreboard.js';
export {
  type FigureDocument,
  type ScoreboardDocument,
  scoreboardDocument,
  SCOREBOARD_METHOD,
} from './scoreboard-document.js';
