-- What happens after an auction is cleared: one sale for each award, several grants of a lot, several statements.

CREATE TABLE "sale" (
  "id" UUID PRIMARY KEY,
  "auction_id" UUID NOT NULL REFERENCES "auction" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT,
  "seller_id" UUID NOT NULL REFERENCES "party" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT,
  "buyer_id" UUID NOT NULL REFERENCES "party" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT,
  "bidder_id" UUID NOT NULL REFERENCES "auction_participant" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT,
  "bid_id" TEXT NOT NULL,
  "quantity" BIGINT CHECK ("quantity" > 0),
  "currency" CHAR(3) NOT NULL CHECK ("currency" ~ '^[A-Z]{3}$'),
  "price_minor" BIGINT NOT NULL CHECK ("price_minor" >= 0),
  "deposit_minor" BIGINT NOT NULL CHECK ("deposit_minor" >= 0),
  "held_minor" BIGINT NOT NULL CHECK ("held_minor" BETWEEN 0 AND "price_minor"),
  "has_files" BOOLEAN NOT NULL,
  "state" TEXT NOT NULL CHECK ("state" IN ('due', 'paid', 'delivered', 'contested', 'accepted', 'released', 'refunded', 'defaulted')),
  "pay_by" TIMESTAMPTZ(3) NOT NULL,
  "deliver_by" TIMESTAMPTZ(3),
  "inspect_by" TIMESTAMPTZ(3),
  "release_at" TIMESTAMPTZ(3),
  "sold_at" TIMESTAMPTZ(3) NOT NULL,
  CHECK ("buyer_id" <> "seller_id"),
  -- Each state has the deadline that it waits for.
  CHECK ("state" <> 'paid' OR "deliver_by" IS NOT NULL),
  CHECK ("state" NOT IN ('delivered', 'contested') OR "inspect_by" IS NOT NULL),
  CHECK ("state" NOT IN ('accepted', 'released') OR "release_at" IS NOT NULL)
);
-- A bidder is a pseudonym in one auction, and wins there once.
CREATE UNIQUE INDEX "sale_bidder_id_key" ON "sale" ("bidder_id");
CREATE INDEX "sale_auction_id_id_idx" ON "sale" ("auction_id", "id");
CREATE INDEX "sale_seller_id_id_idx" ON "sale" ("seller_id", "id");
CREATE INDEX "sale_buyer_id_id_idx" ON "sale" ("buyer_id", "id");
CREATE INDEX "sale_state_id_idx" ON "sale" ("state", "id");

CREATE TABLE "sale_lot" (
  "sale_id" UUID NOT NULL REFERENCES "sale" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT,
  "lot_id" UUID NOT NULL REFERENCES "lot" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT,
  PRIMARY KEY ("sale_id", "lot_id")
);
CREATE INDEX "sale_lot_lot_id_idx" ON "sale_lot" ("lot_id");
CREATE TRIGGER "sale_lot_is_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "sale_lot"
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TABLE "sale_transition" (
  "id" BIGSERIAL PRIMARY KEY,
  "sale_id" UUID NOT NULL REFERENCES "sale" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT,
  "from_state" TEXT,
  "to_state" TEXT NOT NULL,
  "at" TIMESTAMPTZ(3) NOT NULL,
  "actor_id" UUID,
  "reason" TEXT NOT NULL
);
CREATE INDEX "sale_transition_sale_id_id_idx" ON "sale_transition" ("sale_id", "id");
CREATE TRIGGER "sale_transition_is_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "sale_transition"
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Units of a lot go to several holders, packages hold several lots: once each.
ALTER TABLE "rights_grant" ADD COLUMN "quantity" BIGINT CHECK ("quantity" > 0);
DROP INDEX "rights_grant_auction_id_key";
CREATE UNIQUE INDEX "rights_grant_auction_id_lot_id_holder_id_key"
  ON "rights_grant" ("auction_id", "lot_id", "holder_id");

-- A settlement without a sale is that of the auction: NULLS NOT DISTINCT keeps it single too.
ALTER TABLE "settlement" ADD COLUMN "sale_id" UUID REFERENCES "sale" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT;
DROP INDEX "settlement_auction_id_key";
CREATE UNIQUE INDEX "settlement_auction_id_sale_id_key"
  ON "settlement" ("auction_id", "sale_id") NULLS NOT DISTINCT;
CREATE INDEX "settlement_sale_id_idx" ON "settlement" ("sale_id");
