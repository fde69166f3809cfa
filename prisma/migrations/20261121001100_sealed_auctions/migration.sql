-- Auctions of all formats, sealed to trustees: lots, pseudonymous bidders, the closed log, shares.

-- The first auctions were sealed to a key of the service, which this version can neither open nor verify.
DO $$
BEGIN
  IF EXISTS (SELECT 1 FROM "auction") THEN
    RAISE EXCEPTION 'this database holds auctions of an unreleased format; start with an empty data folder';
  END IF;
END $$;

DROP INDEX "auction_live_lot";
DROP INDEX "auction_lot_id_idx";
ALTER TABLE "auction"
  DROP COLUMN "lot_id",
  DROP COLUMN "reserve_minor",
  DROP COLUMN "sealing_public_key",
  DROP COLUMN "sealing_secret_key",
  DROP CONSTRAINT "auction_format_check",
  DROP CONSTRAINT "auction_state_check",
  ADD COLUMN "bond_minor" BIGINT NOT NULL CHECK ("bond_minor" >= 0),
  ADD COLUMN "closing" TEXT,
  ADD COLUMN "closed_at" TIMESTAMPTZ(3),
  ADD COLUMN "cleared_at" TIMESTAMPTZ(3),
  ADD CONSTRAINT "auction_format_check" CHECK ("format" IN ('first-price', 'second-price', 'uniform-price', 'pay-as-bid', 'core-selecting', 'vcg', 'pay-as-bid-packages')),
  ADD CONSTRAINT "auction_state_check" CHECK ("state" IN ('announced', 'open', 'closed', 'cleared', 'settled', 'unsold', 'cancelled', 'void', 'defaulted')),
  ADD CONSTRAINT "auction_closing_check" CHECK (num_nulls("closing", "closed_at") IN (0, 2)),
  ADD CONSTRAINT "auction_closed_check" CHECK ("state" IN ('announced', 'open', 'cancelled') OR "closing" IS NOT NULL),
  ADD CONSTRAINT "auction_cleared_check" CHECK ("state" NOT IN ('cleared', 'settled', 'defaulted') OR ("outcome" IS NOT NULL AND "cleared_at" IS NOT NULL));

-- What is sold, under the names that bids use. A lot is in one live auction at a time: its own state says so.
CREATE TABLE "auction_lot" (
  "auction_id" UUID NOT NULL REFERENCES "auction" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT,
  "position" INTEGER NOT NULL CHECK ("position" >= 0),
  "item" TEXT NOT NULL,
  "lot_id" UUID NOT NULL REFERENCES "lot" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT,
  PRIMARY KEY ("auction_id", "position")
);
CREATE UNIQUE INDEX "auction_lot_auction_id_item_key" ON "auction_lot" ("auction_id", "item");
CREATE UNIQUE INDEX "auction_lot_auction_id_lot_id_key" ON "auction_lot" ("auction_id", "lot_id");
CREATE INDEX "auction_lot_lot_id_idx" ON "auction_lot" ("lot_id");
CREATE TRIGGER "auction_lot_is_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "auction_lot"
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- What bidders may read once they have accepted the terms.
CREATE TABLE "auction_document" (
  "auction_id" UUID NOT NULL REFERENCES "auction" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT,
  "position" INTEGER NOT NULL CHECK ("position" >= 0),
  "name" TEXT NOT NULL,
  "body" TEXT NOT NULL,
  PRIMARY KEY ("auction_id", "position")
);
CREATE TRIGGER "auction_document_is_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "auction_document"
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Who may bid: accepted the announced terms, and signs envelopes with this key. The id is the pseudonym.
CREATE TABLE "auction_participant" (
  "id" UUID PRIMARY KEY,
  "auction_id" UUID NOT NULL REFERENCES "auction" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT,
  "party_id" UUID NOT NULL REFERENCES "party" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT,
  "public_key" CHAR(64) NOT NULL CHECK ("public_key" ~ '^[0-9a-f]{64}$'),
  "accepted_at" TIMESTAMPTZ(3) NOT NULL
);
CREATE UNIQUE INDEX "auction_participant_auction_id_party_id_key" ON "auction_participant" ("auction_id", "party_id");
CREATE UNIQUE INDEX "auction_participant_auction_id_public_key_key" ON "auction_participant" ("auction_id", "public_key");
CREATE TRIGGER "auction_participant_is_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "auction_participant"
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

DROP INDEX "bid_envelope_auction_id_bidder_id_sequence_key";
ALTER TABLE "bid_envelope"
  DROP COLUMN "bidder_id",
  ADD COLUMN "participant_id" UUID NOT NULL REFERENCES "auction_participant" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT;
CREATE UNIQUE INDEX "bid_envelope_participant_id_sequence_key" ON "bid_envelope" ("participant_id", "sequence");

-- The log as it was closed: which envelope stands where under the signed root, and which of them count.
CREATE TABLE "auction_leaf" (
  "auction_id" UUID NOT NULL REFERENCES "auction" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT,
  "leaf_index" INTEGER NOT NULL CHECK ("leaf_index" >= 0),
  "envelope_id" UUID NOT NULL REFERENCES "bid_envelope" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT,
  "is_live" BOOLEAN NOT NULL,
  PRIMARY KEY ("auction_id", "leaf_index")
);
CREATE UNIQUE INDEX "auction_leaf_envelope_id_key" ON "auction_leaf" ("envelope_id");
CREATE TRIGGER "auction_leaf_is_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "auction_leaf"
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- What trustees published: each share proves itself, so it does not matter who handed it in.
CREATE TABLE "trustee_share" (
  "auction_id" UUID NOT NULL,
  "leaf_index" INTEGER NOT NULL,
  "trustee_id" TEXT NOT NULL,
  "share" BYTEA NOT NULL CHECK (octet_length("share") = 80),
  "received_at" TIMESTAMPTZ(3) NOT NULL,
  PRIMARY KEY ("auction_id", "leaf_index", "trustee_id"),
  FOREIGN KEY ("auction_id", "leaf_index") REFERENCES "auction_leaf" ("auction_id", "leaf_index") ON DELETE RESTRICT ON UPDATE RESTRICT
);
CREATE TRIGGER "trustee_share_is_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "trustee_share"
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Takes an envelope in one call: the auction cannot close in between, revisions of one bidder queue up.
-- Answers a refusal code, or null with the deposit still to be locked (`is_first`).
CREATE FUNCTION "accept_envelope"(
  p_id UUID, p_auction_id UUID, p_participant_id UUID, p_sequence INTEGER, p_envelope BYTEA, p_digest TEXT,
  p_received_at TIMESTAMPTZ(3), p_sequence_max INTEGER
) RETURNS TABLE ("refusal" TEXT, "last_sequence" INTEGER) LANGUAGE plpgsql AS $$
DECLARE
  v_state TEXT;
  v_opens TIMESTAMPTZ(3);
  v_closes TIMESTAMPTZ(3);
  v_last INTEGER;
BEGIN
  SELECT a."state", a."opens_at", a."closes_at" INTO v_state, v_opens, v_closes
    FROM "auction" a WHERE a."id" = p_auction_id FOR SHARE;
  IF v_state IS DISTINCT FROM 'open' OR p_received_at < v_opens OR p_received_at >= v_closes THEN
    RETURN QUERY SELECT 'auction-not-open'::TEXT, 0; RETURN;
  END IF;
  PERFORM pg_advisory_xact_lock(hashtextextended(p_participant_id::TEXT, 0));
  SELECT COALESCE(max(e."sequence"), 0) INTO v_last FROM "bid_envelope" e WHERE e."participant_id" = p_participant_id;
  IF v_last >= p_sequence_max THEN
    RETURN QUERY SELECT 'bid-limit-reached'::TEXT, v_last; RETURN;
  END IF;
  IF p_sequence <> v_last + 1 THEN
    RETURN QUERY SELECT 'sequence'::TEXT, v_last; RETURN;
  END IF;
  BEGIN
    INSERT INTO "bid_envelope" ("id", "auction_id", "participant_id", "sequence", "envelope", "digest", "received_at")
      VALUES (p_id, p_auction_id, p_participant_id, p_sequence, p_envelope, p_digest, p_received_at);
  EXCEPTION WHEN unique_violation THEN
    RETURN QUERY SELECT 'duplicate'::TEXT, v_last; RETURN;
  END;
  RETURN QUERY SELECT NULL::TEXT, v_last;
END $$;
