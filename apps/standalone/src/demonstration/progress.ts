import { SingleBar } from 'cli-progress';

export type Progress = { readonly update: (done: number) => void; readonly stop: () => void };

const LABEL_WIDTH = 44;

/** A bar on a terminal, one line elsewhere. */
export function progressBar(label: string, total: number): Progress {
  if (!process.stdout.isTTY) {
    process.stdout.write(`  ${label} …\n`);
    return { update: () => undefined, stop: () => undefined };
  }
  const bar = new SingleBar({
    format: `  ${label.padEnd(LABEL_WIDTH)} {bar} {value}/{total}`,
    hideCursor: true,
    barsize: 24,
  });
  bar.start(total, 0);
  return {
    update: (done) => {
      bar.update(done);
    },
    stop: () => {
      bar.stop();
    },
  };
}

/** One line of what has come out so far. */
export const tell = (label: string, text: string): void => {
  process.stdout.write(`  ${label.padEnd(LABEL_WIDTH)} ${text}\n`);
};
