/** An RFC 6901 reference token: what one step of a JSON pointer is written as. */
export const pointerToken = (name: string | number): string =>
  `/${String(name).replaceAll('~', '~0').replaceAll('/', '~1')}`;

/** A container that the scan is inside of, and where in it the scan stands. */
type Frame = { readonly names: Set<string> | undefined; at: string | number };

/**
 * The JSON pointer of the first name that stands twice in one object; undefined when there is none. JSON.parse
 * keeps the last of two equal names silently, so they are looked for in the text itself, which must be valid JSON.
 */
export function findDuplicateName(text: string): string | undefined {
  const open: Frame[] = [];
  const structure = /["{}[\],:]/g;
  let string = '';
  for (let match = structure.exec(text); match !== null; match = structure.exec(text)) {
    const [lexeme] = match;
    const frame = open.at(-1);
    if (lexeme === '"') {
      structure.lastIndex = afterString(text, match.index);
      string = text.slice(match.index, structure.lastIndex);
    } else if (lexeme === '{') open.push({ names: new Set(), at: '' });
    else if (lexeme === '[') open.push({ names: undefined, at: 0 });
    else if (lexeme === '}' || lexeme === ']') open.pop();
    else if (lexeme === ',' && typeof frame?.at === 'number') frame.at += 1;
    else if (lexeme === ':' && frame?.names !== undefined) {
      // Decoded first: "a" and "\u0061" are the same name.
      frame.at = JSON.parse(string) as string;
      if (frame.names.has(frame.at)) return open.map(({ at }) => pointerToken(at)).join('');
      frame.names.add(frame.at);
    }
  }
  return undefined;
}

/** The index after the closing quote of the string that opens at `start`. A regular expression would recurse. */
function afterString(text: string, start: number): number {
  let quote = text.indexOf('"', start + 1);
  while (isEscaped(text, quote)) quote = text.indexOf('"', quote + 1);
  return quote + 1;
}

/** An odd number of backslashes in front escapes a character. */
function isEscaped(text: string, index: number): boolean {
  let backslashes = 0;
  while (text[index - 1 - backslashes] === '\\') backslashes += 1;
  return backslashes % 2 === 1;
}
