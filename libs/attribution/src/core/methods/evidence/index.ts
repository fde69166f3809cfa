export {
  type EvidenceFault,
  type EvidenceStatement,
  evidenceStatementSchema,
  importEvidence,
  type ImportedEvidence,
  signedEvidenceSchema,
} from './imported-evidence.js';
