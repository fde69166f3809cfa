/** Imports nothing: the thread that runs models loads it. */

/**
 * Languages that the label of a domain does not tell apart: written Norwegian, Malay as ISO 639-3 splits it, and
 * the Kurdish languages.
 */
const MERGED: Readonly<Record<string, string>> = { nb: 'no', nn: 'no', zlm: 'ms', ckb: 'ku' };

/** What an identifier says when it does not know, in the words of ISO 639-3. */
export const UNDETERMINED = 'und';

/**
 * The label of a language: its shortest code, ISO 639-1 where there is one, whatever code or tag a model or a
 * file name uses for it (`deu`, `nb-NO`, `zh_TW`). Unicode's table of aliases tells what is one language
 * (UTS 35, section 3.2.1, as ECMA-402 has it). What is no code is undetermined.
 */
export function languageLabel(code: string): string {
  try {
    // Engines differ on `und`: some give it back, some give no language.
    const language = new Intl.Locale(code.replaceAll('_', '-')).language as string | undefined;
    return language === undefined ? UNDETERMINED : (MERGED[language] ?? language);
  } catch {
    return UNDETERMINED;
  }
}
