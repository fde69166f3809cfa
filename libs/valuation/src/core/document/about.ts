/** What a report tells of a valuation beside its document. Days are `2026-11-21`; names are as their owners wrote them. */
export interface ReportAbout {
  readonly valuationId: string;
  readonly modelName: string;
  readonly versionLabel: string;
  readonly issuedOn: string;
}

export interface ValuationAbout extends ReportAbout {
  /** SHA-256 of the RFC 8785 bytes of the dossier, and of the valuation made from it. */
  readonly dossierDigest: string;
  readonly documentDigest: string;
  /** What it rests on that has changed since; null while it stands. */
  readonly stale: Staleness | null;
}

export interface Staleness {
  readonly cause: 'scores' | 'usage' | 'rights';
  readonly since: string;
  /** The valuation that takes the change in. */
  readonly successorId: string;
}

export interface RefusalAbout extends ReportAbout {
  readonly valuationDate: string;
  readonly domains: readonly string[];
  /** Null where no dossier could be made. */
  readonly dossierDigest: string | null;
}
