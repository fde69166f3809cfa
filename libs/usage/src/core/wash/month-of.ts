/** The first day of the month (UTC) that a time falls into, `YYYY-MM-01`. */
export const monthOf = (atMs: number): string => `${new Date(atMs).toISOString().slice(0, 7)}-01`;
