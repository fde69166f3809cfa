import { cpus, loadavg, release, totalmem, type } from 'node:os';

/** What figures of a bench mean nothing without: the machine, the runtime, and what else it was doing. */
export function describeMachine(): string {
  const [cpu] = cpus();
  const memoryGib = (totalmem() / 2 ** 30).toFixed(1);
  const [load = 0] = loadavg();
  return [
    `${String(cpus().length)} cores of ${cpu?.model.trim() ?? 'unknown make'}, ${memoryGib} GiB`,
    `${type()} ${release()}, Node ${process.versions.node}`,
    `load ${load.toFixed(2)} before the first figure`,
  ].join('; ');
}
