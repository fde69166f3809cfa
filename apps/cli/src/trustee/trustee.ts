import type { EventLog } from './event-log.js';
import type { KeptClosings } from './kept-closings.js';
import type { TrusteeIdentity } from './key-file.js';
import type { RemoteService } from './remote-service.js';

/** All that a trustee is and works with. */
export type Trustee = {
  readonly identity: TrusteeIdentity;
  readonly service: RemoteService;
  readonly kept: KeptClosings;
  readonly log: EventLog;
  readonly nowMs: () => number;
  readonly signal: AbortSignal;
};
