import { err, ok, type Result } from '#libs/kernel';
import type { ExpressionFault } from './expression.js';

export type Token = {
  readonly kind: 'number' | 'name' | 'symbol' | 'end';
  readonly text: string;
  /** Position of the first character. */
  readonly at: number;
};

/** White space, then a number, a name or a symbol. Sticky: it matches where the last match ended or not at all. */
const TOKEN =
  /\s*(?:(?<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)|(?<name>[A-Za-z_][A-Za-z0-9_]*)|(?<symbol>[-+*/^()]))/y;

/** Cuts a text into tokens, ending with one of kind `end`. */
export function tokenise(text: string): Result<readonly Token[], ExpressionFault> {
  const tokens: Token[] = [];
  const end = text.trimEnd().length;
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < end) {
    const from = TOKEN.lastIndex;
    const groups = TOKEN.exec(text)?.groups;
    if (groups === undefined) return err(unreadable(text, from));
    const { number, name, symbol } = groups;
    const token = number ?? name ?? symbol ?? '';
    const kind = number !== undefined ? 'number' : name !== undefined ? 'name' : 'symbol';
    const at = TOKEN.lastIndex - token.length;
    if (kind === 'number' && !Number.isFinite(Number(token)))
      return err({ at, reason: `the number ${token} exceeds binary64` });
    tokens.push({ kind, text: token, at });
  }
  return ok([...tokens, { kind: 'end', text: '', at: text.length }]);
}

function unreadable(text: string, from: number): ExpressionFault {
  const at = from + (text.slice(from).length - text.slice(from).trimStart().length);
  const character = String.fromCodePoint(text.codePointAt(at) ?? 0);
  return { at, reason: `unexpected character ${JSON.stringify(character)}` };
}
