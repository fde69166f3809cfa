import type { GuardedClient } from './http/guarded-client.js';

/** A program that the operator lets models run as, with arguments that only the operator chooses. */
export interface AllowedCommand {
  /** Absolute path. */
  readonly executable: string;
  readonly args: readonly string[];
  readonly folder?: string;
  /** Its whole environment; ours is not handed on. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** What a model may reach beyond its own files. The operator's to decide, never the version's. */
export interface ModelReach {
  /** Without one, no endpoint is called. */
  readonly client?: GuardedClient | undefined;
  /**
   * The secret that is kept under a name. It must be one of the party that declared the version, or a version could
   * have somebody else's key sent to a server of its own.
   */
  secretOf(credential: string): Promise<string | undefined>;
  readonly allowedCommands: Readonly<Record<string, AllowedCommand>>;
}

/** Nothing: models with files of their own only. */
export const NO_REACH: ModelReach = {
  secretOf: () => Promise.resolve(undefined),
  allowedCommands: {},
};

/** Why a model was refused what it needs. */
export type ReachError =
  | { readonly code: 'endpoints-not-allowed' }
  | { readonly code: 'command-not-allowed'; readonly command: string }
  | { readonly code: 'credential-missing'; readonly credential: string }
  /** The secret cannot stand in a header. */
  | { readonly code: 'credential-unusable'; readonly credential: string };
