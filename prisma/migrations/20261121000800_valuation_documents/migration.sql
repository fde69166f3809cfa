-- A valuation is a document about a version in one or more domains; it grows stale, and its auction has an outcome.

ALTER TABLE "valuation" DISABLE TRIGGER "valuation_is_frozen";
ALTER TABLE "valuation"
  ADD COLUMN "domains" TEXT[] NOT NULL DEFAULT '{}',
  ADD COLUMN "valuation_date" DATE,
  ADD COLUMN "refusal" JSONB,
  ADD COLUMN "started_at" TIMESTAMPTZ(3);
UPDATE "valuation" v SET
  "domains" = ARRAY[d."name"],
  "valuation_date" = (v."request" ->> 'valuationDate')::date,
  "started_at" = v."finished_at",
  "refusal" = CASE WHEN v."reason" IS NULL THEN NULL ELSE jsonb_build_object(
    'code', split_part(v."reason", ': ', 1),
    'reason', substr(v."reason", length(split_part(v."reason", ': ', 1)) + 3)) END
  FROM "domain" d WHERE d."id" = v."domain_id";
-- What was still in the queue was asked for in words that are no longer understood.
UPDATE "valuation" SET "state" = 'failed', "started_at" = CURRENT_TIMESTAMP, "finished_at" = CURRENT_TIMESTAMP,
  "refusal" = '{"code": "valuation-failed", "reason": "asked for under an earlier method; ask again"}',
  "reason" = 'asked for under an earlier method'
  WHERE "state" = 'queued';
ALTER TABLE "valuation" RENAME COLUMN "appraisal" TO "document";
ALTER TABLE "valuation" RENAME COLUMN "appraisal_digest" TO "document_digest";
ALTER TABLE "valuation"
  DROP COLUMN "domain_id",
  -- Takes the rule about reasons with it.
  DROP COLUMN "reason",
  ALTER COLUMN "domains" DROP DEFAULT,
  ALTER COLUMN "valuation_date" SET NOT NULL,
  DROP CONSTRAINT "valuation_state_check",
  ADD CONSTRAINT "valuation_state_check" CHECK ("state" IN ('queued', 'running', 'completed', 'refused', 'failed')),
  DROP CONSTRAINT "valuation_check",
  ADD CONSTRAINT "valuation_ends" CHECK (("state" IN ('queued', 'running')) = ("finished_at" IS NULL)),
  ADD CONSTRAINT "valuation_starts" CHECK (("state" = 'queued') = ("started_at" IS NULL)),
  ADD CONSTRAINT "valuation_refusal" CHECK (("state" IN ('refused', 'failed')) = ("refusal" IS NOT NULL)),
  ADD CONSTRAINT "valuation_domains" CHECK (cardinality("domains") >= 1);
ALTER TABLE "valuation" ENABLE TRIGGER "valuation_is_frozen";

-- Until it has ended a valuation may still be written.
CREATE OR REPLACE FUNCTION valuation_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD."finished_at" IS NOT NULL THEN
    RAISE EXCEPTION 'valuation % is frozen', OLD."id" USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;

-- The runs that a valuation rests on.
CREATE TABLE "valuation_evidence" (
  "valuation_id" UUID NOT NULL REFERENCES "valuation" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT,
  "run_id" UUID NOT NULL REFERENCES "evaluation_run" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT,
  PRIMARY KEY ("valuation_id", "run_id")
);
CREATE INDEX "valuation_evidence_run_id_idx" ON "valuation_evidence" ("run_id");
CREATE TRIGGER "valuation_evidence_is_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "valuation_evidence"
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- What a valuation rests on has changed since; the successor takes the change in.
CREATE TABLE "valuation_staleness" (
  "valuation_id" UUID PRIMARY KEY REFERENCES "valuation" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT,
  "cause" TEXT NOT NULL CHECK ("cause" IN ('scores', 'usage', 'rights')),
  "since" TIMESTAMPTZ(3) NOT NULL,
  "successor_id" UUID NOT NULL REFERENCES "valuation" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT
);
CREATE INDEX "valuation_staleness_successor_id_idx" ON "valuation_staleness" ("successor_id");
CREATE TRIGGER "valuation_staleness_is_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "valuation_staleness"
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- What became of a lot whose auction rested on a valuation, beside what had been said of its price.
CREATE TABLE "valuation_outcome" (
  "auction_id" UUID PRIMARY KEY REFERENCES "auction" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT,
  "valuation_id" UUID NOT NULL REFERENCES "valuation" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT,
  "kind" TEXT NOT NULL,
  "currency" CHAR(3) NOT NULL CHECK ("currency" ~ '^[A-Z]{3}$'),
  "ended_on" DATE NOT NULL,
  "price_minor" BIGINT CHECK ("price_minor" >= 0),
  "reserve_minor" BIGINT NOT NULL CHECK ("reserve_minor" >= 0),
  "losing_bids_minor" BIGINT[] NOT NULL,
  "annual_revenue_minor" BIGINT NOT NULL CHECK ("annual_revenue_minor" >= 0),
  "estimate_minor" BIGINT,
  "low_minor" BIGINT,
  "high_minor" BIGINT,
  "recorded_at" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "valuation_outcome_estimate" CHECK (num_nulls("estimate_minor", "low_minor", "high_minor") IN (0, 3))
);
CREATE INDEX "valuation_outcome_valuation_id_idx" ON "valuation_outcome" ("valuation_id");
CREATE INDEX "valuation_outcome_currency_ended_on_idx" ON "valuation_outcome" ("currency", "ended_on");
CREATE TRIGGER "valuation_outcome_is_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "valuation_outcome"
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
