import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import process from 'node:process';
import type { AllowedCommand } from './model-reach.js';

/** Groups that must not outlive this process. One listener for all of them. */
const groups = new Set<ProcessGroup>();

process.on('exit', () => {
  for (const group of groups) group.kill();
});

const hasGroups = process.platform !== 'win32';

/** A program and whatever it starts in turn, which end together. */
export class ProcessGroup {
  readonly child: ChildProcessWithoutNullStreams;
  /** Settles when the program has ended, or could not be started, with the reason in words. */
  readonly ended: Promise<string>;

  constructor({ executable, args, folder, environment }: AllowedCommand) {
    this.child = spawn(executable, args, {
      cwd: folder,
      // A group of its own (setsid), so that its children can be ended with it.
      detached: hasGroups,
      env: { ...environment },
      stdio: ['pipe', 'pipe', 'pipe'],
      windowsHide: true,
    });
    groups.add(this);
    this.ended = new Promise((resolve) => {
      this.child.once('error', (error) => {
        groups.delete(this);
        resolve(`could not be started: ${(error as NodeJS.ErrnoException).code ?? error.name}`);
      });
      this.child.once('exit', (code, signal) => {
        // What it has started may live on without it.
        this.kill();
        groups.delete(this);
        resolve(signal === null ? `ended with code ${String(code)}` : `was ended by ${signal}`);
      });
    });
  }

  /** Ends the whole group at once and without asking. */
  kill(): void {
    const { pid } = this.child;
    if (pid === undefined) return;
    try {
      if (hasGroups) process.kill(-pid, 'SIGKILL');
      else this.child.kill('SIGKILL');
    } catch {
      // ESRCH: there is nobody left in the group.
    }
  }
}
