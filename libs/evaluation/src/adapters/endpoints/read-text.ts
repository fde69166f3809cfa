import type { HttpAdapter } from '#core/catalog';
import { assertDefined, ok, type Result } from '#libs/kernel';
import { declaredLabel, labelOf } from '../label-text.js';
import type { MappingFailure, MappingThread } from '../mapping-thread.js';

type GenerationAdapter = Extract<HttpAdapter, { kind: 'openai-chat' | 'openai-completions' }>;

/**
 * The label in what a model wrote. Where there is none (no match, no such member, no JSON) the label is empty: a
 * model that does not answer the question has answered wrongly, and must not get away with an error.
 *
 * @param mappings with the expression `label`, for readings by a regular expression, which may take forever
 */
export async function readText(
  { reading, labels }: Pick<GenerationAdapter, 'reading' | 'labels'>,
  text: string,
  mappings: MappingThread | undefined,
): Promise<Result<string, MappingFailure>> {
  switch (reading.from) {
    case 'text':
      return ok(declaredLabel(labelOf(text), labels));
    case 'json':
      return ok(declaredLabel(labelOf(jsonMember(text, reading.pointer)), labels));
    case 'regex': {
      const match = await assertDefined(mappings, 'a regular expression runs in a thread').evaluate(
        'label',
        text,
      );
      return match.ok ? ok(declaredLabel(labelOf(JSON.parse(match.value) as string), labels)) : match;
    }
  }
}

/** The text, number or truth value at a JSON Pointer (RFC 6901) of a text that is JSON; else nothing. */
function jsonMember(text: string, pointer: string): string {
  const names = pointer
    .split('/')
    .slice(1)
    .map((name) => name.replaceAll('~1', '/').replaceAll('~0', '~'));
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return '';
  }
  for (const name of names) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return '';
    value = (value as Readonly<Record<string, unknown>>)[name];
  }
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : '';
}
