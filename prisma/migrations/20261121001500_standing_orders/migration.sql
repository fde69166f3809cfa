-- Standing orders wait for a lot with their limit sealed; the market sees of them one map a day. Parties that act
-- together are recorded as such.

-- Which parties act together: the latest row of a party counts, and one without a group ends it.
CREATE TABLE "party_affiliation" (
  "id" BIGSERIAL PRIMARY KEY,
  "party_id" UUID NOT NULL REFERENCES "party" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT,
  "group_name" TEXT CHECK (length("group_name") BETWEEN 1 AND 64),
  "recorded_at" TIMESTAMPTZ(3) NOT NULL,
  "recorded_by_id" UUID NOT NULL
);
CREATE INDEX "party_affiliation_party_id_id_idx" ON "party_affiliation" ("party_id", "id");
CREATE TRIGGER "party_affiliation_is_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "party_affiliation"
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- The criteria can be read, the limit cannot: it is inside the envelope, sealed to the trustees.
CREATE TABLE "standing_order" (
  "id" UUID PRIMARY KEY,
  "party_id" UUID NOT NULL REFERENCES "party" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT,
  "bidder_public_key" CHAR(64) NOT NULL,
  "book_digest" CHAR(64) NOT NULL,
  "lot_kind" TEXT NOT NULL
    CHECK ("lot_kind" IN ('weights', 'exclusive-licence', 'usage-licence', 'inference-access', 'revenue-share')),
  "formats" TEXT[] NOT NULL CHECK (
    cardinality("formats") > 0 AND
    "formats" <@ ARRAY['first-price', 'second-price', 'uniform-price', 'pay-as-bid']
  ),
  "domain" TEXT,
  "currency" CHAR(3) NOT NULL CHECK ("currency" ~ '^[A-Z]{3}$'),
  "revenue_min_minor" BIGINT NOT NULL CHECK ("revenue_min_minor" >= 0),
  "revenue_max_minor" BIGINT CHECK ("revenue_max_minor" >= "revenue_min_minor"),
  "decay_band" TEXT CHECK ("decay_band" IN ('under-1-year', '1-to-2-years', '2-to-5-years', 'over-5-years')),
  "deposit_max_minor" BIGINT NOT NULL CHECK ("deposit_max_minor" >= 0),
  "expires_at" TIMESTAMPTZ(3) NOT NULL,
  "envelope" BYTEA,
  "envelope_digest" CHAR(64) NOT NULL,
  "state" TEXT NOT NULL CHECK ("state" IN ('standing', 'matched', 'spent', 'withdrawn', 'expired')),
  "auction_id" UUID,
  "placed_at" TIMESTAMPTZ(3) NOT NULL,
  -- What was never to be opened is not kept.
  CONSTRAINT "standing_order_envelope" CHECK (("state" IN ('withdrawn', 'expired')) = ("envelope" IS NULL)),
  CONSTRAINT "standing_order_auction" CHECK (("state" IN ('matched', 'spent')) = ("auction_id" IS NOT NULL))
);
-- A key that stood for two orders would show in the auctions that they have one buyer.
CREATE UNIQUE INDEX "standing_order_bidder_public_key_key" ON "standing_order" ("bidder_public_key");
-- One bid a party and auction.
CREATE UNIQUE INDEX "standing_order_auction_id_party_id_key" ON "standing_order" ("auction_id", "party_id");
CREATE INDEX "standing_order_party_id_id_idx" ON "standing_order" ("party_id", "id");
CREATE INDEX "standing_order_state_lot_kind_currency_placed_at_idx"
  ON "standing_order" ("state", "lot_kind", "currency", "placed_at");
CREATE INDEX "standing_order_state_expires_at_idx" ON "standing_order" ("state", "expires_at");

CREATE FUNCTION standing_order_is_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW."id", NEW."party_id", NEW."bidder_public_key", NEW."book_digest", NEW."lot_kind", NEW."formats",
      NEW."domain", NEW."currency", NEW."revenue_min_minor", NEW."revenue_max_minor", NEW."decay_band",
      NEW."deposit_max_minor", NEW."expires_at", NEW."envelope_digest", NEW."placed_at")
    IS DISTINCT FROM (OLD."id", OLD."party_id", OLD."bidder_public_key", OLD."book_digest", OLD."lot_kind",
      OLD."formats", OLD."domain", OLD."currency", OLD."revenue_min_minor", OLD."revenue_max_minor",
      OLD."decay_band", OLD."deposit_max_minor", OLD."expires_at", OLD."envelope_digest", OLD."placed_at")
    OR (NEW."envelope" IS NOT NULL AND NEW."envelope" IS DISTINCT FROM OLD."envelope") THEN
    RAISE EXCEPTION 'what standing order % asks for is fixed', OLD."id" USING ERRCODE = 'restrict_violation';
  END IF;
  IF (OLD."state", NEW."state") NOT IN (
    ('standing', 'matched'), ('standing', 'withdrawn'), ('standing', 'expired'),
    ('matched', 'standing'), ('matched', 'spent')) THEN
    RAISE EXCEPTION 'standing order % cannot become % from %', OLD."id", NEW."state", OLD."state"
      USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER "standing_order_is_fixed" BEFORE UPDATE ON "standing_order"
  FOR EACH ROW EXECUTE FUNCTION standing_order_is_fixed();
CREATE TRIGGER "standing_order_is_kept" BEFORE DELETE OR TRUNCATE ON "standing_order"
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TABLE "standing_order_transition" (
  "id" BIGSERIAL PRIMARY KEY,
  "order_id" UUID NOT NULL REFERENCES "standing_order" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT,
  "from_state" TEXT,
  "to_state" TEXT NOT NULL,
  "at" TIMESTAMPTZ(3) NOT NULL,
  "actor_id" UUID,
  "reason" TEXT NOT NULL
);
CREATE INDEX "standing_order_transition_order_id_id_idx" ON "standing_order_transition" ("order_id", "id");
CREATE TRIGGER "standing_order_transition_is_append_only"
  BEFORE UPDATE OR DELETE OR TRUNCATE ON "standing_order_transition"
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- What is published of the standing orders: once a day, and not changed afterwards.
CREATE TABLE "demand_snapshot" (
  "day" DATE PRIMARY KEY,
  "cohort" INTEGER NOT NULL CHECK ("cohort" >= 2),
  "cells" JSONB NOT NULL,
  "taken_at" TIMESTAMPTZ(3) NOT NULL
);
CREATE TRIGGER "demand_snapshot_is_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "demand_snapshot"
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- The closed logs of auctions, entry by entry. What came from a standing order names it.
CREATE VIEW "auction_log" AS
  SELECT l."auction_id", l."leaf_index", l."is_live", p."id" AS "bidder_id", p."public_key", e."sequence",
         e."digest", e."received_at", e."envelope", s."id" AS "order_id", s."book_digest"
    FROM "auction_leaf" l
    JOIN "bid_envelope" e ON e."id" = l."envelope_id"
    JOIN "auction_participant" p ON p."id" = e."participant_id"
    LEFT JOIN "standing_order" s
      ON s."auction_id" = e."auction_id" AND s."party_id" = p."party_id" AND s."envelope_digest" = e."digest";
