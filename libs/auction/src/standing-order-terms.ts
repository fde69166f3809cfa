import { Injectable } from '@nestjs/common';
import { type Config, InjectConfig } from '#libs/platform';
import { sealing } from './core/index.js';
import { logKeyOf } from './log-key.js';

/** What the operator settles for standing orders. */
@Injectable()
export class StandingOrderTerms {
  /** How auctions that take orders are sealed; undefined while no trustees are set. */
  readonly sealing: sealing.SealingScheme | undefined;
  /** How many buyers have to wait for the same before the demand map shows it. */
  readonly demandCohort: number;

  constructor(@InjectConfig() config: Config) {
    this.sealing = orderSealingOf(config);
    this.demandCohort = config.demandCohort;
  }
}

/** What auctions of items and units pad their bids to: an order becomes a bid in those. */
const PADDED_BYTES = 1_024;

/** The sealing of orders that the settings ask for: the trustees and the log key of the auctions. */
export const orderSealingOf = ({
  trustees,
  trusteeThreshold,
  secretKey,
}: Pick<Config, 'trustees' | 'trusteeThreshold' | 'secretKey'>): sealing.SealingScheme | undefined =>
  trustees.length === 0
    ? undefined
    : {
        scheme: 'pvss-ristretto255-xchacha20poly1305',
        envelopeVersion: sealing.SEALING_VERSION,
        paddedBytes: PADDED_BYTES,
        threshold: trusteeThreshold,
        trustees: [...trustees],
        logPublicKey: logKeyOf(secretKey).publicKey,
      };
