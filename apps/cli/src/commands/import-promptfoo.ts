import { importPromptfoo, parseDomainDefinition } from '#core/evaluation';
import { err, ok, type Result, sha256Hex } from '#libs/kernel';
import { parse, stringify } from 'yaml';
import type { Command, Given, InputFault } from '../command.js';

type Settings = { readonly name: string; readonly licence: string; readonly output: string };

/** Makes a domain of a promptfoo configuration: a folder as the service reads them. */
export const importPromptfooCommand: Command = {
  name: 'import-promptfoo',
  summary: 'a domain of a promptfoo configuration: definition and rows, as the service reads them',
  help: `Usage: salvor import-promptfoo --name NAME --licence SPDX --output FOLDER [--input FILE|-]

Input: a promptfoo configuration, YAML or JSON. Each prompt with the variables of each test becomes a row, each
prompt a slice; an answer counts when it satisfies all assertions of its test.

Taken: prompts as texts with {{name}} in them, tests with vars and assert, defaultTest, and the assertions equals,
contains, regex and is-json, also with not-. Left out: providers and what concerns asking them. Everything else is
refused at its place: code, files, filters, and assertions that ask a model.

  --name     of the domain: lower-case letters, digits and hyphens
  --licence  SPDX expression of the prompts and tests
  --output   folder to write domain.yaml and rows.jsonl to; put it into the folder that SALVOR_DOMAINS_FOLDER names

Result: task, rows, slices, and the digest of domain.yaml, which pins the domain.

Example:
  echo '{"prompts":["Capital of {{x}}?"],"tests":[{"vars":{"x":"France"},"assert":[{"type":"equals","value":"Paris"}]}]}' | salvor import-promptfoo --name capitals --licence CC0-1.0 --output capitals
`,
  options: ['name', 'licence', 'output'],
  run: (text, { options }) => {
    const settings = settingsOf(options);
    if (!settings.ok) return settings;
    const document = yamlOf(text);
    return document.ok ? imported(document.value, settings.value) : document;
  },
};

function settingsOf({ name, licence, output }: Given['options']): Result<Settings, InputFault> {
  if (name === undefined || licence === undefined || output === undefined)
    return err({ path: '', reason: '--name, --licence and --output are needed; see --help' });
  return ok({ name, licence, output });
}

function yamlOf(text: string): Result<unknown, InputFault> {
  try {
    return ok(parse(text));
  } catch (error) {
    return err({ path: '', reason: error instanceof Error ? error.message : String(error) });
  }
}

function imported(document: unknown, { name, licence, output }: Settings): ReturnType<Command['run']> {
  const domain = importPromptfoo(document, { name, licence });
  if (!domain.ok) return domain;
  const definition = parseDomainDefinition(domain.value.document);
  if (!definition.ok) return err({ ...definition.error, path: placeOf(definition.error.path) });
  const { task, slices } = definition.value;
  const definitionText = stringify(domain.value.document, { lineWidth: 105, singleQuote: true });
  const result = {
    task,
    rows: slices.reduce((sum, { rows }) => sum + rows, 0),
    slices: slices.map(({ key, label, rows }) => ({ key, label, rows })),
    digest: sha256Hex(definitionText),
  };
  const texts = { 'domain.yaml': definitionText, 'rows.jsonl': domain.value.rowsText };
  return ok({ output: `${JSON.stringify(result)}\n`, verdict: 'good', files: { folder: output, texts } });
}

/** Two fields of a definition are not out of the configuration. */
const placeOf = (path: string): string =>
  path === '/task' ? '--name' : path === '/licence' ? '--licence' : path;
