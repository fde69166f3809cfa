-- Lots, grants, sealed-bid auctions, settlements and the price feed.

CREATE TABLE "lot" (
  "id" UUID PRIMARY KEY,
  "version_id" UUID NOT NULL REFERENCES "model_version" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT,
  "seller_id" UUID NOT NULL REFERENCES "party" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT,
  "kind" TEXT NOT NULL CHECK ("kind" IN ('weights', 'exclusive-licence', 'usage-licence', 'inference-access', 'revenue-share')),
  "terms" TEXT NOT NULL,
  "terms_digest" CHAR(64) NOT NULL,
  "state" TEXT NOT NULL CHECK ("state" IN ('listed', 'in-auction', 'sold', 'withdrawn')),
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP
);
CREATE INDEX "lot_version_id_idx" ON "lot" ("version_id");

CREATE TABLE "rights_grant" (
  "id" UUID PRIMARY KEY,
  "lot_id" UUID NOT NULL REFERENCES "lot" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT,
  "holder_id" UUID NOT NULL REFERENCES "party" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT,
  "auction_id" UUID NOT NULL,
  "granted_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP
);
CREATE UNIQUE INDEX "rights_grant_auction_id_key" ON "rights_grant" ("auction_id");
CREATE INDEX "rights_grant_lot_id_idx" ON "rights_grant" ("lot_id");
CREATE TRIGGER "rights_grant_is_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "rights_grant"
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TABLE "auction" (
  "id" UUID PRIMARY KEY,
  "lot_id" UUID NOT NULL REFERENCES "lot" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT,
  "valuation_id" UUID NOT NULL REFERENCES "valuation" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT,
  "format" TEXT NOT NULL CHECK ("format" IN ('second-price')),
  "currency" CHAR(3) NOT NULL CHECK ("currency" ~ '^[A-Z]{3}$'),
  "reserve_minor" BIGINT NOT NULL CHECK ("reserve_minor" >= 0),
  "deposit_minor" BIGINT NOT NULL CHECK ("deposit_minor" >= 0),
  "opens_at" TIMESTAMPTZ(3) NOT NULL,
  "closes_at" TIMESTAMPTZ(3) NOT NULL,
  "state" TEXT NOT NULL CHECK ("state" IN ('announced', 'open', 'closed', 'cleared', 'settled', 'unsold', 'cancelled')),
  "announcement" TEXT NOT NULL,
  "announcement_digest" CHAR(64) NOT NULL,
  "sealing_public_key" BYTEA NOT NULL CHECK (octet_length("sealing_public_key") = 32),
  "sealing_secret_key" BYTEA NOT NULL,
  "outcome" TEXT,
  "outcome_digest" CHAR(64),
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CHECK ("opens_at" < "closes_at"),
  CHECK (num_nulls("outcome", "outcome_digest") IN (0, 2)),
  CHECK ("state" NOT IN ('cleared', 'settled', 'unsold') OR "outcome" IS NOT NULL)
);
CREATE INDEX "auction_lot_id_idx" ON "auction" ("lot_id");
CREATE INDEX "auction_state_idx" ON "auction" ("state");
-- One lot is in one live auction at a time.
CREATE UNIQUE INDEX "auction_live_lot" ON "auction" ("lot_id") WHERE "state" IN ('announced', 'open', 'closed', 'cleared');

CREATE TABLE "auction_transition" (
  "id" BIGSERIAL PRIMARY KEY,
  "auction_id" UUID NOT NULL REFERENCES "auction" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT,
  "from_state" TEXT,
  "to_state" TEXT NOT NULL,
  "at" TIMESTAMPTZ(3) NOT NULL,
  "actor_id" UUID,
  "reason" TEXT NOT NULL
);
CREATE INDEX "auction_transition_auction_id_idx" ON "auction_transition" ("auction_id");
CREATE TRIGGER "auction_transition_is_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "auction_transition"
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TABLE "bid_envelope" (
  "id" UUID PRIMARY KEY,
  "auction_id" UUID NOT NULL REFERENCES "auction" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT,
  "bidder_id" UUID NOT NULL REFERENCES "party" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT,
  "sequence" INTEGER NOT NULL CHECK ("sequence" > 0),
  "envelope" BYTEA NOT NULL,
  "digest" CHAR(64) NOT NULL,
  "received_at" TIMESTAMPTZ(3) NOT NULL
);
CREATE UNIQUE INDEX "bid_envelope_auction_id_bidder_id_sequence_key" ON "bid_envelope" ("auction_id", "bidder_id", "sequence");
-- A copied envelope is refused at the door.
CREATE UNIQUE INDEX "bid_envelope_auction_id_digest_key" ON "bid_envelope" ("auction_id", "digest");
CREATE TRIGGER "bid_envelope_is_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "bid_envelope"
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TABLE "settlement" (
  "id" UUID PRIMARY KEY,
  "auction_id" UUID NOT NULL REFERENCES "auction" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT,
  "weight_set_id" UUID NOT NULL REFERENCES "weight_set" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT,
  "currency" CHAR(3) NOT NULL CHECK ("currency" ~ '^[A-Z]{3}$'),
  "gross_minor" BIGINT NOT NULL CHECK ("gross_minor" >= 0),
  "statement" TEXT NOT NULL,
  "statement_digest" CHAR(64) NOT NULL,
  "settled_at" TIMESTAMPTZ(3) NOT NULL
);
CREATE UNIQUE INDEX "settlement_auction_id_key" ON "settlement" ("auction_id");
CREATE INDEX "settlement_weight_set_id_idx" ON "settlement" ("weight_set_id");
CREATE TRIGGER "settlement_is_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "settlement"
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TABLE "price_tick" (
  "sequence" BIGINT PRIMARY KEY CHECK ("sequence" > 0),
  "auction_id" UUID NOT NULL REFERENCES "auction" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT,
  "instrument" TEXT NOT NULL,
  "currency" CHAR(3) NOT NULL CHECK ("currency" ~ '^[A-Z]{3}$'),
  "price_minor" BIGINT NOT NULL CHECK ("price_minor" >= 0),
  "body" TEXT NOT NULL,
  "digest" CHAR(64) NOT NULL,
  "published_at" TIMESTAMPTZ(3) NOT NULL
);
CREATE UNIQUE INDEX "price_tick_auction_id_key" ON "price_tick" ("auction_id");
CREATE INDEX "price_tick_instrument_sequence_idx" ON "price_tick" ("instrument", "sequence");
CREATE TRIGGER "price_tick_is_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "price_tick"
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
