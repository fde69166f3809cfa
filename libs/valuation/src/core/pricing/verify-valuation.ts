import { z } from 'zod';
import {
  agreement,
  type Check,
  digestOf,
  fails,
  holds,
  type Json,
  readForm,
  type Verification,
  verificationOf,
} from '#libs/kernel';
import { readDossier } from './dossier/read-dossier.js';
import { valueDossier } from './value-dossier.js';

const KIND = 'valuation';

const json = z.custom<Json>((value) => value !== undefined);
const digest = z.string().regex(/^[0-9a-f]{64}$/);

/** As a valuation's documents are published. What was refused has no document. */
const documentsSchema = z.strictObject({
  dossier: json,
  document: json,
  dossierDigest: digest.optional(),
  documentDigest: digest.nullable().optional(),
});

type Documents = z.output<typeof documentsSchema>;

/**
 * Values a dossier again and compares with the document: every figure, on the build that made it. Digests are those
 * under which both were published, if they are given. What is cheap is checked first, and a fault ends it: valuing
 * takes seconds. Total.
 */
export function verifyValuation(bundle: Json): Verification {
  const read = readForm(documentsSchema, bundle);
  if (!read.ok) return verificationOf(KIND, [read.error]);
  const digests = digestChecks(read.value);
  if (!digests.every((check) => check.ok)) return verificationOf(KIND, digests);
  return verificationOf(KIND, [...digests, ...figureChecks(read.value)]);
}

function digestChecks({ dossier, document, dossierDigest, documentDigest }: Documents): readonly Check[] {
  const inputs = digestOf(dossier);
  return [
    ...(dossierDigest === undefined ? [] : [agreement('dossier-digest', dossierDigest, inputs)]),
    ...(documentDigest === undefined
      ? []
      : [agreement('document-digest', documentDigest, document === null ? null : digestOf(document))]),
    ...(document === null ? [] : [agreement('inputs-digest', inputsDigestOf(document), inputs)]),
  ];
}

const inputsDigestOf = (document: Json): Json | undefined =>
  typeof document === 'object' && document !== null && 'inputsDigest' in document
    ? document.inputsDigest
    : undefined;

function figureChecks({ dossier, document }: Documents): readonly Check[] {
  const read = readDossier(dossier);
  if (!read.ok) {
    const [problem] = read.error.problems;
    return [fails('dossier', `${problem?.path ?? ''}: ${problem?.reason ?? 'is no dossier'}`)];
  }
  const well = holds('dossier', 'is well formed');
  const valued = valueDossier(read.value);
  if (valued.ok)
    return [well, agreement('document', document, JSON.parse(JSON.stringify(valued.value)) as Json)];
  const { code, reason } = valued.error;
  return [
    well,
    document === null
      ? holds('document', `none: the dossier is refused (${code})`)
      : fails('document', `the dossier is refused (${code}): ${reason}`),
  ];
}
