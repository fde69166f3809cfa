import { parentPort, workerData } from 'node:worker_threads';
import { appraise, type Dossier } from './core/index.js';

parentPort?.postMessage(appraise(workerData as Dossier));
