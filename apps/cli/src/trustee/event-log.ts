export type Level = 'info' | 'warn' | 'error';

/** What happened, as fields of a line. Nothing derived from a bid is among them, and no share. */
export type EventFields = Readonly<Record<string, string | number | undefined>>;

export type EventLog = (level: Level, event: string, fields?: EventFields) => void;

/** One line of JSON for each event. */
export const eventLog =
  (write: (line: string) => void, nowMs: () => number): EventLog =>
  (level, event, fields = {}) => {
    write(`${JSON.stringify({ at: new Date(nowMs()).toISOString(), level, event, ...fields })}\n`);
  };
