import { err, ok, type Result } from '#libs/kernel';
import type { FieldProblem } from './field-problem.js';

/** Values of variables by name. */
export type Variables = Readonly<Record<string, string | number | boolean>>;

const VARIABLE = /\{\{-?\s*([A-Za-z_]\w*)\s*-?\}\}/g;

/**
 * Puts values into a text in the place of `{{name}}`. Of Nunjucks, which promptfoo uses, nothing more is understood:
 * filters, expressions and blocks are refused, and so are variables without a value and references to files.
 *
 * @param path of the text, for the problem
 */
export function fillIn(text: string, values: Variables, path: string): Result<string, FieldProblem> {
  if (text.startsWith('file://')) return err({ path, reason: 'is a file, which is not imported' });
  if (/\{[{%#]/.test(text.replaceAll(VARIABLE, '')))
    return err({ path, reason: 'holds more than {{name}}, which is not imported' });
  for (const [, name = ''] of text.matchAll(VARIABLE))
    if (!Object.hasOwn(values, name)) return err({ path, reason: `asks for ${name}, which a test lacks` });
    else if (String(values[name]).startsWith('file://'))
      return err({ path, reason: `takes ${name} from a file, which is not imported` });
  return ok(text.replaceAll(VARIABLE, (_, name: string) => String(values[name])));
}
