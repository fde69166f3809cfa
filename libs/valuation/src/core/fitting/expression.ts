/** The functions an expression may call, each of one argument. */
export const FUNCTION_NAMES = ['exp', 'log', 'sin', 'cos', 'atan', 'sqrt'] as const;
export type FunctionName = (typeof FUNCTION_NAMES)[number];

export type Operator = '+' | '-' | '*' | '/' | '^';

/** A formula as it was written, before it is known which names are data and which are parameters. */
export type Expression =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'name'; readonly name: string; readonly at: number }
  | { readonly kind: 'negate'; readonly of: Expression }
  | { readonly kind: 'call'; readonly name: FunctionName; readonly of: Expression }
  | {
      readonly kind: 'operation';
      readonly operator: Operator;
      readonly left: Expression;
      readonly right: Expression;
    };

/** Where a text is no expression: `at` counts UTF-16 units from 0; at the end it is the length of the text. */
export interface ExpressionFault {
  readonly at: number;
  readonly reason: string;
}

/** Longest text that is read, in UTF-16 units. */
export const EXPRESSION_LENGTH_MAX = 4096;
/** Deepest nesting of brackets, signs and powers. */
export const EXPRESSION_DEPTH_MAX = 64;

/** Every name in the expression, with the position of its first use. */
export function namesOf(expression: Expression): ReadonlyMap<string, number> {
  const names = new Map<string, number>();
  const open: Expression[] = [expression];
  for (let part = open.pop(); part !== undefined; part = open.pop()) {
    if (part.kind === 'name') names.set(part.name, Math.min(part.at, names.get(part.name) ?? part.at));
    else if (part.kind === 'operation') open.push(part.left, part.right);
    else if (part.kind !== 'number') open.push(part.of);
  }
  return names;
}
