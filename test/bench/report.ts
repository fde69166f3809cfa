/** A line for whoever reads along. */
export const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

/** A figure, what it was measured on, and the goal where there is one. Goals are shown, never asserted. */
export const tell = (what: string, figure: string, goal?: string): void => {
  say(`  ${what.padEnd(58)} ${figure}${goal === undefined ? '' : `   (goal ${goal})`}`);
};
