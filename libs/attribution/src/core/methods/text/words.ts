/** The words of a text: runs of letters, marks and digits, in Unicode's compatibility form and lower case. */
export const wordsOf = (text: string): readonly string[] =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
