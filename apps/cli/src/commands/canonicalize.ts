import { canonicalJson, err, ok, parseJson } from '#libs/kernel';
import type { Command } from '../command.js';

/** RFC 8785 bytes of any JSON, and nothing else: no newline at the end. */
export const canonicalize: Command = {
  name: 'canonicalize',
  summary: 'RFC 8785 (JSON Canonicalization Scheme) bytes of any JSON',
  help: `Usage: salvor canonicalize [--input FILE|-]

Reads JSON from FILE, or from standard input, and writes its one canonical form (RFC 8785):
names sorted by UTF-16 code units, numbers as ECMAScript writes them, no white space.
Duplicate names, unpaired surrogates and numbers beyond binary64 are refused (RFC 7493).

Example:
  echo '{"b": 1.0, "a": [true, null]}' | salvor canonicalize
  {"a":[true,null],"b":1}
`,
  run: (input) => {
    const json = parseJson(input);
    if (!json.ok) return err({ path: json.error.path, reason: json.error.reason });
    return ok({ output: canonicalJson(json.value), verdict: 'good' });
  },
};
