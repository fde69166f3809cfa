import { readdir, readFile, stat } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { err, ok, type Result } from '#libs/kernel';

const CODE = new Set(['.js', '.mjs', '.cjs']);
const LINES = new Set(['.txt', '.csv', '.tsv', '.json', '.jsonl']);

/** More would take longer to search than anybody would wait. */
const BYTES_MAX = 32 * 1024 * 1024;

/** String literals of ECMAScript. A quote within a comment ends with its line. */
const LITERAL = /"((?:[^"\\\n]|\\.)*)"|'((?:[^'\\\n]|\\.)*)'|`((?:[^`\\]|\\[^])*)`/g;

/**
 * The texts in the files of a package: its string literals, and the lines of what is no code. Packages that it
 * depends on are left out, as are minified maps and declarations, which repeat the code.
 *
 * @param folder of the installed package
 */
export async function packageTexts(folder: string): Promise<Result<readonly string[], string>> {
  const texts: string[] = [];
  let bytesLeft = BYTES_MAX;
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  for (const entry of entries) {
    const path = join(entry.parentPath, entry.name);
    const kind = extname(entry.name);
    const isOther = path.slice(folder.length).includes('node_modules');
    if (!entry.isFile() || isOther || !(CODE.has(kind) || LINES.has(kind))) continue;
    bytesLeft -= (await stat(path)).size;
    if (bytesLeft < 0) return err(`The files of the package exceed ${String(BYTES_MAX)} bytes.`);
    const content = await readFile(path, 'utf8');
    for (const text of CODE.has(kind) ? literalsOf(content) : linesOf(content, kind)) texts.push(text);
  }
  return ok(texts);
}

function* literalsOf(code: string): Generator<string> {
  for (const [, double, single, template] of code.matchAll(LITERAL)) yield double ?? single ?? template ?? '';
}

const linesOf = (content: string, kind: string): Iterable<string> =>
  kind === '.json' ? literalsOf(content) : content.split('\n');
