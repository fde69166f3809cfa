/** The three forms of HTTP-date: IMF-fixdate, RFC 850, asctime (RFC 9110, section 5.6.7). */
const HTTP_DATE =
  /^(?:[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT|[A-Z][a-z]{5,8}, \d{2}-[A-Z][a-z]{2}-\d{2} \d{2}:\d{2}:\d{2} GMT|[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d{2}:\d{2}:\d{2} \d{4})$/;

/** A day: whoever asks for more means something else. */
const CAP_MS = 86_400_000;

/**
 * Milliseconds that an endpoint asks to be left alone: `Retry-After` in seconds or as a date (RFC 9110, section
 * 10.2.3), or `retry-after-ms`, which some endpoints send for shorter waits. At most a day; undefined when it
 * asks for nothing that can be read.
 */
export function retryAfterMs(
  headers: Readonly<Record<string, string | undefined>>,
  nowMs: number,
): number | undefined {
  const milliseconds = headers['retry-after-ms']?.trim() ?? '';
  if (/^\d{1,9}(\.\d+)?$/.test(milliseconds)) return Math.min(CAP_MS, Math.ceil(Number(milliseconds)));
  const text = headers['retry-after']?.trim() ?? '';
  if (/^\d{1,10}$/.test(text)) return Math.min(CAP_MS, Number(text) * 1_000);
  if (!HTTP_DATE.test(text)) return undefined;
  const atMs = Date.parse(text.endsWith('GMT') ? text : `${text} GMT`);
  return Number.isNaN(atMs) ? undefined : Math.min(CAP_MS, Math.max(0, atMs - nowMs));
}
