-- An attribution is a computation of who earned what part of a model; weights may come from one, and be disputed.

-- Documents are RFC 8785 text beside their digests. What was asked for and the input made of it never change.
CREATE TABLE "attribution" (
  "id" UUID PRIMARY KEY,
  "model_id" UUID NOT NULL REFERENCES "model" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT,
  "requested_by_id" UUID NOT NULL REFERENCES "party" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT,
  "method" TEXT NOT NULL
    CHECK ("method" IN ('shapley', 'banzhaf', 'beta-shapley', 'leave-one-out', 'knn-shapley')),
  "seed" CHAR(64) NOT NULL,
  "state" TEXT NOT NULL CHECK ("state" IN ('queued', 'running', 'completed', 'refused', 'failed')),
  "progress_bps" INTEGER NOT NULL DEFAULT 0 CHECK ("progress_bps" BETWEEN 0 AND 10000),
  "request" TEXT NOT NULL,
  "request_digest" CHAR(64) NOT NULL,
  "input" TEXT NOT NULL,
  "input_digest" CHAR(64) NOT NULL,
  "result" TEXT,
  "result_digest" CHAR(64),
  "refusal" JSONB,
  "queued_at" TIMESTAMPTZ(3) NOT NULL,
  "started_at" TIMESTAMPTZ(3),
  "finished_at" TIMESTAMPTZ(3),
  CONSTRAINT "attribution_ends" CHECK (("state" IN ('queued', 'running')) = ("finished_at" IS NULL)),
  CONSTRAINT "attribution_starts" CHECK (("state" = 'queued') = ("started_at" IS NULL)),
  CONSTRAINT "attribution_refusal" CHECK (("state" IN ('refused', 'failed')) = ("refusal" IS NOT NULL)),
  CONSTRAINT "attribution_result" CHECK (
    num_nulls("result", "result_digest") IN (0, 2) AND ("state" = 'completed') = ("result" IS NOT NULL))
);
CREATE INDEX "attribution_model_id_id_idx" ON "attribution" ("model_id", "id");
CREATE INDEX "attribution_requested_by_id_idx" ON "attribution" ("requested_by_id");
-- What the sweep looks for.
CREATE INDEX "attribution_finished_at_queued_at_idx" ON "attribution" ("finished_at", "queued_at");

CREATE FUNCTION attribution_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD."finished_at" IS NOT NULL THEN
    RAISE EXCEPTION 'attribution % is frozen', OLD."id" USING ERRCODE = 'restrict_violation';
  END IF;
  IF (NEW."model_id", NEW."requested_by_id", NEW."method", NEW."seed", NEW."request", NEW."request_digest",
      NEW."input", NEW."input_digest", NEW."queued_at")
    IS DISTINCT FROM (OLD."model_id", OLD."requested_by_id", OLD."method", OLD."seed", OLD."request",
      OLD."request_digest", OLD."input", OLD."input_digest", OLD."queued_at") THEN
    RAISE EXCEPTION 'what attribution % was asked for is frozen', OLD."id" USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER "attribution_is_frozen" BEFORE UPDATE ON "attribution"
  FOR EACH ROW EXECUTE FUNCTION attribution_is_frozen();
CREATE TRIGGER "attribution_is_kept" BEFORE DELETE OR TRUNCATE ON "attribution"
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Weights that were computed name the computation. Sets from before there were disputes have no window for them.
ALTER TABLE "weight_set"
  ADD COLUMN "attribution_id" UUID REFERENCES "attribution" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT,
  ADD COLUMN "disputable_until" TIMESTAMPTZ(3),
  DROP CONSTRAINT "weight_set_method_check",
  ADD CONSTRAINT "weight_set_method_check" CHECK (
    "method" IN ('declared', 'shapley', 'banzhaf', 'beta-shapley', 'leave-one-out', 'knn-shapley')),
  ADD CONSTRAINT "weight_set_origin" CHECK (("method" = 'declared') = ("attribution_id" IS NULL));
CREATE INDEX "weight_set_attribution_id_idx" ON "weight_set" ("attribution_id");

-- Who objected to a weight set, when and why.
CREATE TABLE "weight_dispute" (
  "id" UUID PRIMARY KEY,
  "weight_set_id" UUID NOT NULL REFERENCES "weight_set" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT,
  "disputed_by_id" UUID NOT NULL REFERENCES "party" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT,
  "reason" TEXT NOT NULL,
  "disputed_at" TIMESTAMPTZ(3) NOT NULL
);
CREATE INDEX "weight_dispute_weight_set_id_id_idx" ON "weight_dispute" ("weight_set_id", "id");
CREATE INDEX "weight_dispute_disputed_by_id_idx" ON "weight_dispute" ("disputed_by_id");
CREATE TRIGGER "weight_dispute_is_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "weight_dispute"
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
