import { LABEL_CHARACTERS_MAX } from '../core/model-answer.js';

/**
 * Makes a label of what a model wrote: on one line, without white space around it, at most 200 characters. What a
 * database cannot keep (NUL, unpaired surrogates) is replaced. A text without anything in it becomes the
 * empty label: that is an answer, and a wrong one, because no domain has such a label.
 */
export function labelOf(text: string): string {
  const kept = text
    .replaceAll(/\s+/g, ' ')
    .trim()
    .slice(0, LABEL_CHARACTERS_MAX)
    .replaceAll(/\p{Cc}/gu, '\ufffd')
    .replaceAll(/\p{Surrogate}/gu, '\ufffd');
  return kept.trim();
}

/** The declared label that a text is, but for case and for punctuation and space around it; or else the text. */
export function declaredLabel(text: string, labels: readonly string[] | undefined): string {
  const plain = bare(text);
  return labels?.find((label) => bare(label) === plain) ?? text;
}

const bare = (text: string): string =>
  text
    .normalize('NFC')
    .toLowerCase()
    .replaceAll(/^[\p{P}\p{S}\s]+|[\p{P}\p{S}\s]+$/gu, '');
