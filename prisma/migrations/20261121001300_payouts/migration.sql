-- Metered revenue is paid out in runs, by agreements that are never changed; every party gets a statement of each run.

-- The document is RFC 8785 text; the columns beside it say what it says. Another version counts later charges. The
-- meter is not referenced: it belongs to a capability below.
CREATE TABLE "payout_agreement" (
  "id" UUID PRIMARY KEY,
  "meter_id" UUID NOT NULL,
  "model_id" UUID NOT NULL REFERENCES "model" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT,
  "version_id" UUID NOT NULL REFERENCES "model_version" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT,
  "seller_id" UUID NOT NULL REFERENCES "party" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT,
  "weight_set_id" UUID NOT NULL REFERENCES "weight_set" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT,
  "currency" CHAR(3) NOT NULL CHECK ("currency" ~ '^[A-Z]{3}$'),
  "version" INTEGER NOT NULL CHECK ("version" > 0),
  "document" TEXT NOT NULL,
  "digest" CHAR(64) NOT NULL,
  "effective_from" TIMESTAMPTZ(3) NOT NULL,
  "agreed_at" TIMESTAMPTZ(3) NOT NULL
);
CREATE UNIQUE INDEX "payout_agreement_meter_id_version_key" ON "payout_agreement" ("meter_id", "version");
CREATE INDEX "payout_agreement_model_id_idx" ON "payout_agreement" ("model_id");
CREATE INDEX "payout_agreement_version_id_idx" ON "payout_agreement" ("version_id");
CREATE INDEX "payout_agreement_seller_id_idx" ON "payout_agreement" ("seller_id");
CREATE INDEX "payout_agreement_weight_set_id_idx" ON "payout_agreement" ("weight_set_id");
CREATE TRIGGER "payout_agreement_is_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "payout_agreement"
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- The plan is frozen before the first party is paid; `paid_count` says how many of its parties are.
CREATE TABLE "payout_run" (
  "id" UUID PRIMARY KEY,
  "agreement_id" UUID NOT NULL REFERENCES "payout_agreement" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT,
  "ordinal" INTEGER NOT NULL CHECK ("ordinal" > 0),
  "from_at" TIMESTAMPTZ(3) NOT NULL,
  "to_at" TIMESTAMPTZ(3) NOT NULL,
  "state" TEXT NOT NULL CHECK ("state" IN ('queued', 'running', 'paid', 'failed')),
  "plan" TEXT,
  "party_count" INTEGER CHECK ("party_count" >= 0),
  "paid_count" INTEGER NOT NULL DEFAULT 0 CHECK ("paid_count" >= 0),
  "failure" TEXT,
  "queued_at" TIMESTAMPTZ(3) NOT NULL,
  "touched_at" TIMESTAMPTZ(3) NOT NULL,
  "finished_at" TIMESTAMPTZ(3),
  CONSTRAINT "payout_run_period" CHECK ("from_at" < "to_at"),
  CONSTRAINT "payout_run_plan" CHECK (("plan" IS NULL) = ("party_count" IS NULL)),
  CONSTRAINT "payout_run_progress" CHECK ("paid_count" <= coalesce("party_count", 0)),
  CONSTRAINT "payout_run_failure" CHECK (("state" = 'failed') = ("failure" IS NOT NULL)),
  CONSTRAINT "payout_run_ends" CHECK (
    ("state" = 'paid') = ("finished_at" IS NOT NULL) AND ("state" <> 'paid' OR "paid_count" = "party_count"))
);
CREATE UNIQUE INDEX "payout_run_agreement_id_ordinal_key" ON "payout_run" ("agreement_id", "ordinal");
CREATE UNIQUE INDEX "payout_run_agreement_id_to_at_key" ON "payout_run" ("agreement_id", "to_at");
-- What the sweep looks for.
CREATE INDEX "payout_run_state_touched_at_idx" ON "payout_run" ("state", "touched_at");

CREATE FUNCTION payout_run_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD."state" = 'paid' OR NEW."paid_count" < OLD."paid_count"
    OR (OLD."plan" IS NOT NULL AND NEW."plan" IS DISTINCT FROM OLD."plan")
    OR (NEW."id", NEW."agreement_id", NEW."ordinal", NEW."from_at", NEW."to_at", NEW."queued_at")
      IS DISTINCT FROM (OLD."id", OLD."agreement_id", OLD."ordinal", OLD."from_at", OLD."to_at", OLD."queued_at") THEN
    RAISE EXCEPTION 'what payout run % was to pay is frozen', OLD."id" USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER "payout_run_is_frozen" BEFORE UPDATE ON "payout_run"
  FOR EACH ROW EXECUTE FUNCTION payout_run_is_frozen();
CREATE TRIGGER "payout_run_is_kept" BEFORE DELETE OR TRUNCATE ON "payout_run"
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- What a run counted, once per agreement, and from when it counts.
CREATE TABLE "payout_receipt" (
  "agreement_id" UUID NOT NULL REFERENCES "payout_agreement" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT,
  "sequence" INTEGER NOT NULL CHECK ("sequence" >= 0),
  "receipt_id" TEXT NOT NULL,
  "run_id" UUID NOT NULL REFERENCES "payout_run" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT,
  "kind" TEXT NOT NULL CHECK ("kind" IN ('charge', 'refund')),
  "counted_at" TIMESTAMPTZ(3) NOT NULL,
  "amount_minor" BIGINT NOT NULL CHECK ("amount_minor" >= 0),
  "refund_of" INTEGER,
  PRIMARY KEY ("agreement_id", "sequence"),
  CONSTRAINT "payout_receipt_refund" CHECK (("kind" = 'refund') = ("refund_of" IS NOT NULL))
);
CREATE INDEX "payout_receipt_run_id_idx" ON "payout_receipt" ("run_id");
CREATE TRIGGER "payout_receipt_is_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "payout_receipt"
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TABLE "payout_statement" (
  "id" UUID PRIMARY KEY,
  "run_id" UUID NOT NULL REFERENCES "payout_run" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT,
  "party_id" UUID NOT NULL REFERENCES "party" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT,
  "document" TEXT NOT NULL,
  "digest" CHAR(64) NOT NULL,
  "paid_minor" BIGINT NOT NULL CHECK ("paid_minor" >= 0),
  "issued_at" TIMESTAMPTZ(3) NOT NULL
);
CREATE UNIQUE INDEX "payout_statement_run_id_party_id_key" ON "payout_statement" ("run_id", "party_id");
CREATE INDEX "payout_statement_party_id_id_idx" ON "payout_statement" ("party_id", "id");
CREATE TRIGGER "payout_statement_is_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "payout_statement"
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Units of a granted revenue share that went from one hand to another. Who holds what at a time follows from these.
CREATE TABLE "revenue_share_transfer" (
  "id" BIGSERIAL PRIMARY KEY,
  "grant_id" UUID NOT NULL REFERENCES "rights_grant" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT,
  "from_id" UUID NOT NULL REFERENCES "party" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT,
  "to_id" UUID NOT NULL REFERENCES "party" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT,
  "units" INTEGER NOT NULL CHECK ("units" > 0),
  "transferred_at" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "revenue_share_transfer_moves" CHECK ("from_id" <> "to_id")
);
CREATE INDEX "revenue_share_transfer_grant_id_transferred_at_idx"
  ON "revenue_share_transfer" ("grant_id", "transferred_at");
CREATE INDEX "revenue_share_transfer_from_id_idx" ON "revenue_share_transfer" ("from_id");
CREATE INDEX "revenue_share_transfer_to_id_idx" ON "revenue_share_transfer" ("to_id");
CREATE TRIGGER "revenue_share_transfer_is_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "revenue_share_transfer"
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
