/** Mail as it lies in a mailbox (RFC 5322, MIME: RFC 2045 to 2049) reduced to what a reader sees of it. */

const PARTS_DEEP_MAX = 5;

/** Headers in order, names in lower case, folded lines joined; and the body. */
export function splitMail(text) {
  const gap = /\r?\n\r?\n/.exec(text);
  const head = gap === null ? text : text.slice(0, gap.index);
  const headers = [];
  for (const line of head.split(/\r?\n/)) {
    const field = /^([^:\s]+):\s*(.*)$/.exec(line);
    if (/^[ \t]/.test(line) && headers.length > 0) headers.at(-1)[1] += ` ${line.trim()}`;
    else if (field !== null) headers.push([field[1].toLowerCase(), field[2]]);
  }
  return { headers, body: gap === null ? '' : text.slice(gap.index + gap[0].length) };
}

export const headerOf = (headers, name) => headers.find(([other]) => other === name)?.[1] ?? '';

/** The text parts of a body, decoded, without mark-up. */
export const readableText = (mail) => withoutMarkup(textParts(mail, 0).join('\n'));

function textParts({ headers, body }, depth) {
  const contentType = headerOf(headers, 'content-type') || 'text/plain';
  const type = contentType.split(';')[0].trim().toLowerCase();
  const boundary = /boundary\s*=\s*(?:"([^"]*)"|([^\s;]+))/i.exec(contentType);
  if (depth === PARTS_DEEP_MAX) return [];
  if (type.startsWith('multipart/') && boundary !== null)
    return partsBetween(body, boundary[1] ?? boundary[2]).flatMap((part) => textParts(part, depth + 1));
  if (type === 'message/rfc822') return textParts(splitMail(body), depth + 1);
  const isText = /^(text|multipart)\//.test(type) || !type.includes('/');
  return isText ? [decoded(body, headerOf(headers, 'content-transfer-encoding').trim().toLowerCase())] : [];
}

function partsBetween(body, boundary) {
  const literal = boundary.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const parts = `\n${body}`.split(new RegExp(`\\r?\\n--${literal}(?:--)?[ \\t]*(?=\\r?\\n|$)`)).slice(1);
  return parts
    .map((part) => part.replace(/^\r?\n/, ''))
    .filter((part) => part.trim() !== '')
    .map((part) => (/^[A-Za-z-]+:/.test(part) ? splitMail(part) : { headers: [], body: part }));
}

/** Characters beyond ASCII are taken for Latin 1, whatever a header says: no word of the features has any. */
function decoded(body, encoding) {
  if (encoding === 'base64')
    return Buffer.from(body.replace(/[^A-Za-z0-9+/=]/g, ''), 'base64').toString('latin1');
  if (encoding === 'quoted-printable')
    return body
      .replace(/=[ \t]*\r?\n/g, '')
      .replace(/=([0-9A-Fa-f]{2})/g, (_, code) => String.fromCharCode(parseInt(code, 16)));
  return body;
}

const withoutMarkup = (text) =>
  text
    .replace(/<!--[\s\S]*?-->/g, ' ')
    .replace(/<(script|style)\b[\s\S]*?<\/\1>/gi, ' ')
    .replace(/<[^>]*>/g, ' ')
    .replace(/&#?\w+;/g, ' ');

/** One space for several, no empty lines, and nothing that only steers a terminal. */
export const tidy = (text) =>
  text
    .toWellFormed()
    .replace(/[^\P{Cc}\n\t]/gu, ' ')
    .replace(/[^\S\n]+/g, ' ')
    .replace(/ ?\n\s*/g, '\n')
    .trim();
