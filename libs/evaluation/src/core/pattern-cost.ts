/** Longer patterns are refused. */
const PATTERN_CHARACTERS_MAX = 500;
/** Each open repetition can multiply the time by the length of the text. */
const OPEN_REPETITIONS_MAX = 3;
/** A repetition up to so many times counts as closed. */
const CLOSED_TIMES_MAX = 20;

const QUANTIFIER = /[*+?]\??|\{\d+(?:,\d*)?\}\??/y;
/** A class, an escape, a boundary, the beginning or the end of a group, or any other character. */
const TOKEN = /\[(?:\\.|[^\]\\])*\]|\\k<|\\.|\((?:\?(?::|=|!|<=|<!|<\w+>))?|[^]/y;

/**
 * Why a regular expression of a stranger is not run, or undefined when it is: its time must be bounded by the cube
 * of the length of the text. So nothing that itself repeats or chooses may be repeated, at most three
 * repetitions may be open, and what was matched before cannot be asked for again. Stricter than need be.
 */
export function patternProblem(pattern: string): string | undefined {
  if (pattern.length > PATTERN_CHARACTERS_MAX) return 'is too long';
  try {
    new RegExp(pattern);
  } catch {
    return 'is no regular expression';
  }
  /** Whether what stands in each open group repeats or chooses. */
  const groups: boolean[] = [];
  let openRepetitions = 0;
  for (let at = 0; at < pattern.length;) {
    const token = matchAt(TOKEN, pattern, at);
    at += token.length;
    if (/^\\[1-9k]/.test(token)) return 'asks for what was matched before';
    if (token.startsWith('(')) {
      groups.push(false);
      continue;
    }
    if (token === '|') groups.fill(true);
    const isVariable = token === ')' && groups.pop() === true;
    const quantifier = matchAt(QUANTIFIER, pattern, at);
    at += quantifier.length;
    const times = timesOf(quantifier);
    if (times > 1 && isVariable) return 'repeats what itself repeats or chooses';
    if (times > CLOSED_TIMES_MAX) openRepetitions += 1;
    if (quantifier !== '') groups.fill(true);
  }
  return openRepetitions > OPEN_REPETITIONS_MAX ? 'has too many repetitions' : undefined;
}

function matchAt(expression: RegExp, text: string, at: number): string {
  expression.lastIndex = at;
  return expression.exec(text)?.[0] ?? '';
}

/** How often something may stand there at most. */
function timesOf(quantifier: string): number {
  if (quantifier === '' || quantifier.startsWith('?')) return 1;
  const [, least = '', comma, most = ''] = /^\{(\d+)(,?)(\d*)\}/.exec(quantifier) ?? [];
  if (comma === undefined || (comma === ',' && most === '')) return Infinity;
  return Number(comma === '' ? least : most);
}
