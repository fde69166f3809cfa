-- Metered usage: the keys that parties sign receipts with, meters and their chains of countersigned receipts, what
-- the receipts were screened for, telemetry that receipts are drafted from, and licences that need a meter.

-- A key counts from its date until that of the party's next one. The proof is its signature of all three.
CREATE TABLE "signing_key" (
  "public_key" CHAR(64) PRIMARY KEY CHECK ("public_key" ~ '^[0-9a-f]{64}$'),
  "party_id" UUID NOT NULL REFERENCES "party" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT,
  "valid_from" TIMESTAMPTZ(3) NOT NULL,
  "proof" CHAR(128) NOT NULL CHECK ("proof" ~ '^[0-9a-f]{128}$'),
  "registered_at" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "signing_key_not_ahead" CHECK ("valid_from" <= "registered_at")
);
CREATE UNIQUE INDEX "signing_key_party_id_valid_from_key" ON "signing_key" ("party_id", "valid_from");
CREATE TRIGGER "signing_key_is_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "signing_key"
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- The tail of a meter's chain stands in its row: whoever adds to the chain locks it.
CREATE TABLE "meter" (
  "id" UUID PRIMARY KEY,
  "model_id" UUID NOT NULL REFERENCES "model" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT,
  "version_id" UUID NOT NULL REFERENCES "model_version" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT,
  "payee_id" UUID NOT NULL REFERENCES "party" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT,
  "name" TEXT NOT NULL CHECK (length("name") BETWEEN 1 AND 100),
  "currency" CHAR(3) NOT NULL CHECK ("currency" ~ '^[A-Z]{3}$'),
  "per_call_minor" BIGINT CHECK ("per_call_minor" >= 0),
  "per_million_input_tokens_minor" BIGINT CHECK ("per_million_input_tokens_minor" >= 0),
  "per_million_output_tokens_minor" BIGINT CHECK ("per_million_output_tokens_minor" >= 0),
  "created_at" TIMESTAMPTZ(3) NOT NULL,
  "next_sequence" INTEGER NOT NULL DEFAULT 0 CHECK ("next_sequence" >= 0),
  "last_digest" CHAR(64),
  "last_at" TIMESTAMPTZ(3),
  CONSTRAINT "meter_tariff" CHECK (
    num_nulls("per_call_minor", "per_million_input_tokens_minor", "per_million_output_tokens_minor") IN (0, 3)),
  CONSTRAINT "meter_tail" CHECK (
    num_nulls("last_digest", "last_at") = CASE WHEN "next_sequence" = 0 THEN 2 ELSE 0 END)
);
CREATE UNIQUE INDEX "meter_model_id_name_key" ON "meter" ("model_id", "name");
CREATE INDEX "meter_version_id_idx" ON "meter" ("version_id");
CREATE INDEX "meter_payee_id_idx" ON "meter" ("payee_id");
CREATE TRIGGER "meter_keeps_its_terms" BEFORE UPDATE OF "id", "model_id", "version_id", "payee_id", "name", "currency",
    "per_call_minor", "per_million_input_tokens_minor", "per_million_output_tokens_minor", "created_at"
  ON "meter" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER "meter_is_kept" BEFORE DELETE OR TRUNCATE ON "meter"
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- The document is RFC 8785 text: what was signed and digested. The columns beside it say what it says.
CREATE TABLE "usage_receipt" (
  "digest" CHAR(64) PRIMARY KEY,
  "meter_id" UUID NOT NULL REFERENCES "meter" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT,
  "sequence" INTEGER NOT NULL CHECK ("sequence" >= 0),
  "document" TEXT NOT NULL,
  "payee_signature" CHAR(128) NOT NULL,
  "payer_signature" CHAR(128) NOT NULL,
  "kind" TEXT NOT NULL CHECK ("kind" IN ('charge', 'refund')),
  "payer_id" UUID NOT NULL REFERENCES "party" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT,
  "at" TIMESTAMPTZ(3) NOT NULL,
  "calls" BIGINT NOT NULL CHECK ("calls" >= 0),
  "amount_minor" BIGINT NOT NULL CHECK ("amount_minor" >= 0),
  "refund_of" INTEGER,
  "received_at" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "usage_receipt_refund" CHECK (("kind" = 'refund') = ("refund_of" IS NOT NULL) AND "refund_of" < "sequence")
);
CREATE UNIQUE INDEX "usage_receipt_meter_id_sequence_key" ON "usage_receipt" ("meter_id", "sequence");
-- What is left of a charge.
CREATE INDEX "usage_receipt_meter_id_refund_of_idx" ON "usage_receipt" ("meter_id", "refund_of");
-- The last receipt of a licensee.
CREATE INDEX "usage_receipt_payer_id_meter_id_received_at_idx"
  ON "usage_receipt" ("payer_id", "meter_id", "received_at");
CREATE TRIGGER "usage_receipt_is_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "usage_receipt"
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- What follows from the receipts by the published rules; each screening of a meter writes it anew.
CREATE TABLE "meter_screening" (
  "meter_id" UUID PRIMARY KEY REFERENCES "meter" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT,
  "screened_through" INTEGER NOT NULL CHECK ("screened_through" >= 0),
  "rules_version" INTEGER NOT NULL,
  "screened_at" TIMESTAMPTZ(3) NOT NULL
);
CREATE TABLE "usage_receipt_flag" (
  "digest" CHAR(64) PRIMARY KEY REFERENCES "usage_receipt" ("digest") ON DELETE RESTRICT ON UPDATE RESTRICT,
  "meter_id" UUID NOT NULL REFERENCES "meter" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT,
  "flags" TEXT[] NOT NULL,
  "score" INTEGER NOT NULL CHECK ("score" > 0),
  "washed" BOOLEAN NOT NULL
);
CREATE INDEX "usage_receipt_flag_meter_id_idx" ON "usage_receipt_flag" ("meter_id");
CREATE TABLE "metered_month" (
  "meter_id" UUID NOT NULL REFERENCES "meter" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT,
  "period_start" DATE NOT NULL CHECK (extract(day FROM "period_start") = 1),
  "raw_calls" BIGINT NOT NULL CHECK ("raw_calls" >= 0),
  "raw_revenue_minor" BIGINT NOT NULL CHECK ("raw_revenue_minor" >= 0),
  "clean_calls" BIGINT NOT NULL CHECK ("clean_calls" >= 0),
  "clean_revenue_minor" BIGINT NOT NULL CHECK ("clean_revenue_minor" >= 0),
  "herfindahl" DOUBLE PRECISION NOT NULL CHECK ("herfindahl" BETWEEN 0 AND 1),
  PRIMARY KEY ("meter_id", "period_start")
);

-- One call that telemetry told of, once. A receipt that charges for it settles it.
CREATE TABLE "telemetry_span" (
  "meter_id" UUID NOT NULL REFERENCES "meter" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT,
  "trace_id" CHAR(32) NOT NULL,
  "span_id" CHAR(16) NOT NULL,
  "payer_id" UUID NOT NULL REFERENCES "party" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT,
  "hour_start" TIMESTAMPTZ(3) NOT NULL,
  "input_tokens" BIGINT NOT NULL CHECK ("input_tokens" >= 0),
  "output_tokens" BIGINT NOT NULL CHECK ("output_tokens" >= 0),
  "received_at" TIMESTAMPTZ(3) NOT NULL,
  "settled_by" CHAR(64) REFERENCES "usage_receipt" ("digest") ON DELETE RESTRICT ON UPDATE RESTRICT,
  PRIMARY KEY ("meter_id", "trace_id", "span_id")
);
CREATE INDEX "telemetry_span_meter_id_settled_by_hour_start_idx"
  ON "telemetry_span" ("meter_id", "settled_by", "hour_start");
CREATE INDEX "telemetry_span_payer_id_idx" ON "telemetry_span" ("payer_id");
CREATE FUNCTION telemetry_span_settles_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD."settled_by" IS NOT NULL OR NEW."settled_by" IS NULL THEN
    RAISE EXCEPTION 'a span is settled once' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER "telemetry_span_settles_once" BEFORE UPDATE ON "telemetry_span"
  FOR EACH ROW EXECUTE FUNCTION telemetry_span_settles_once();
CREATE TRIGGER "telemetry_span_keeps_what_was_told" BEFORE UPDATE OF "meter_id", "trace_id", "span_id", "payer_id",
    "hour_start", "input_tokens", "output_tokens", "received_at"
  ON "telemetry_span" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER "telemetry_span_is_kept" BEFORE DELETE OR TRUNCATE ON "telemetry_span"
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Which meter a grant needs, and how often it has to be heard of.
CREATE TABLE "grant_metering" (
  "grant_id" UUID PRIMARY KEY REFERENCES "rights_grant" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT,
  "meter_id" UUID NOT NULL REFERENCES "meter" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT,
  "every_days" INTEGER NOT NULL CHECK ("every_days" > 0),
  "required_at" TIMESTAMPTZ(3) NOT NULL
);
CREATE INDEX "grant_metering_meter_id_idx" ON "grant_metering" ("meter_id");
CREATE TRIGGER "grant_metering_is_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "grant_metering"
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Lapses, reinstatements and ends, each with its time and reason. A lapse is dated when it happened: noted once.
CREATE TABLE "licence_transition" (
  "id" BIGSERIAL PRIMARY KEY,
  "grant_id" UUID NOT NULL REFERENCES "grant_metering" ("grant_id") ON DELETE RESTRICT ON UPDATE RESTRICT,
  "to_standing" TEXT NOT NULL CHECK ("to_standing" IN ('in-force', 'lapsed', 'ended')),
  "at" TIMESTAMPTZ(3) NOT NULL,
  "reason" TEXT NOT NULL
);
CREATE UNIQUE INDEX "licence_transition_grant_id_to_standing_at_key"
  ON "licence_transition" ("grant_id", "to_standing", "at");
CREATE TRIGGER "licence_transition_is_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "licence_transition"
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
