export {
  type DomainFolderError,
  folderManifest,
  installedPackageManifest,
  shippedDomainsFolder,
} from './adapters/index.js';
export { evaluationJobs, evaluationSchedules, runCompleted } from './evaluation.jobs.js';
export { EvaluationHttpModule, EvaluationJobsModule, EvaluationModule } from './evaluation.module.js';
export { EvaluationService, type Evidence } from './evaluation.service.js';
export { type OpenSubsets, TrainingGround, type TrainingSubject } from './training-ground.js';
