/** The thread that works out the evidence of a run: it may train models, which takes seconds. */
import { parentPort, workerData } from 'node:worker_threads';
import { err, ok, type Result } from '#libs/kernel';
import type { DomainRow } from '../core/domain-row.js';
import { type OverallScore, overallScore } from '../core/evidence/overall-score.js';
import {
  answersByRow,
  type RunControl,
  type RunEvidence,
  runEvidence,
  type RunMaterial,
} from '../core/evidence/run-evidence.js';
import type { SeenMaterial } from '../core/evidence/training-overlap.js';
import type { Statistic } from '../core/statistics/refusal.js';
import type { Trainer } from '../core/trainers/index.js';
import { readTrainingRows } from './domain-folder.js';
import { packageTexts } from './package-texts.js';

/** What the control is to be made of. */
export type ControlPlan =
  | { readonly kind: 'refit'; readonly name: string; readonly trainer: Trainer }
  | { readonly kind: 'model'; readonly name: string; readonly answers: RunMaterial['answers'] };

/** Where to find what the model has seen. */
export type SeenPlan =
  | { readonly of: 'train-file' }
  | { readonly of: 'package-files'; readonly folder: string }
  | { readonly of: 'rule-list'; readonly texts: readonly string[] };

/** What the evidence beyond the score is to be made of. */
export interface EvidencePlan {
  /** Of the domain. */
  readonly folder: string;
  readonly control: Result<ControlPlan, string>;
  readonly seen: Result<SeenPlan, string>;
}

export interface EvidenceTask extends Pick<RunMaterial, 'definition' | 'rows' | 'answers'> {
  /** Undefined where only the score is asked for. */
  readonly plan: EvidencePlan | undefined;
}

export interface EvidenceFound {
  readonly overall: Statistic<OverallScore>;
  readonly evidence: RunEvidence | undefined;
}

/** The only message of the thread. */
export type EvidenceReply =
  | { readonly kind: 'done'; readonly found: EvidenceFound }
  | { readonly kind: 'failed'; readonly reason: string };

async function work({ plan, ...run }: EvidenceTask): Promise<EvidenceFound> {
  const { definition, rows, answers } = run;
  return {
    overall: overallScore(definition, rows, answersByRow(rows, answers)),
    evidence: plan === undefined ? undefined : await gather(run, plan),
  };
}

type Run = Omit<EvidenceTask, 'plan'>;

async function gather(run: Run, { folder, control, seen }: EvidencePlan): Promise<RunEvidence> {
  const training = async (): Promise<Result<readonly DomainRow[], string>> => {
    const rows = await readTrainingRows(folder, run.definition);
    return rows.ok ? rows : err(`The training rows cannot be read: ${rows.error.code}.`);
  };
  return runEvidence({
    ...run,
    control: control.ok ? await controlOf(control.value, training) : control,
    seen: seen.ok ? await seenBy(seen.value, training) : seen,
  });
}

type ReadTraining = () => Promise<Result<readonly DomainRow[], string>>;

async function controlOf(plan: ControlPlan, training: ReadTraining): Promise<Result<RunControl, string>> {
  if (plan.kind === 'model') return ok(plan);
  const rows = await training();
  return rows.ok ? ok({ name: plan.name, trainer: plan.trainer, trainingRows: rows.value }) : rows;
}

async function seenBy(plan: SeenPlan, training: ReadTraining): Promise<Result<SeenMaterial, string>> {
  const { of } = plan;
  if (of === 'rule-list') return ok(plan);
  if (of === 'package-files') {
    const texts = await packageTexts(plan.folder);
    return texts.ok ? ok({ of, texts: texts.value }) : texts;
  }
  const rows = await training();
  return rows.ok ? ok({ of, texts: rows.value.map(({ input }) => input) }) : rows;
}

try {
  const found = await work(workerData as EvidenceTask);
  parentPort?.postMessage({ kind: 'done', found } satisfies EvidenceReply);
} catch (error) {
  parentPort?.postMessage({ kind: 'failed', reason: String(error) } satisfies EvidenceReply);
}
