-- More ways to attribute: n-gram provenance, imported evidence, and utilities that the service trains itself.

ALTER TABLE "attribution"
  DROP CONSTRAINT "attribution_method_check",
  ADD CONSTRAINT "attribution_method_check" CHECK ("method" IN (
    'shapley', 'banzhaf', 'beta-shapley', 'leave-one-out', 'knn-shapley', 'ngram-provenance', 'imported-evidence')),
  -- What is to be trained is fixed before anything is; the input is what came of it.
  ADD COLUMN "training" TEXT,
  ADD COLUMN "training_digest" CHAR(64),
  ALTER COLUMN "input" DROP NOT NULL,
  ALTER COLUMN "input_digest" DROP NOT NULL,
  ADD CONSTRAINT "attribution_training" CHECK (num_nulls("training", "training_digest") IN (0, 2)),
  ADD CONSTRAINT "attribution_input" CHECK (
    num_nulls("input", "input_digest") IN (0, 2)
    AND ("input" IS NOT NULL OR "training" IS NOT NULL)
    AND ("input" IS NOT NULL OR "state" <> 'completed'));

CREATE OR REPLACE FUNCTION attribution_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD."finished_at" IS NOT NULL THEN
    RAISE EXCEPTION 'attribution % is frozen', OLD."id" USING ERRCODE = 'restrict_violation';
  END IF;
  IF (NEW."model_id", NEW."requested_by_id", NEW."method", NEW."seed", NEW."request", NEW."request_digest",
      NEW."training", NEW."training_digest", NEW."queued_at")
    IS DISTINCT FROM (OLD."model_id", OLD."requested_by_id", OLD."method", OLD."seed", OLD."request",
      OLD."request_digest", OLD."training", OLD."training_digest", OLD."queued_at")
    OR (OLD."input" IS NOT NULL
      AND (NEW."input", NEW."input_digest") IS DISTINCT FROM (OLD."input", OLD."input_digest")) THEN
    RAISE EXCEPTION 'what attribution % was asked for is frozen', OLD."id" USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;

-- What a coalition of sources is worth, written down as soon as it is known: nothing is trained twice.
CREATE TABLE "attribution_utility" (
  "attribution_id" UUID NOT NULL REFERENCES "attribution" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT,
  "coalition" TEXT NOT NULL CHECK ("coalition" ~ '^(0|[1-9a-f][0-9a-f]{0,63})$'),
  "utility" DOUBLE PRECISION NOT NULL,
  "took_ms" INTEGER NOT NULL CHECK ("took_ms" >= 0),
  "trained_at" TIMESTAMPTZ(3) NOT NULL,
  PRIMARY KEY ("attribution_id", "coalition")
);
CREATE TRIGGER "attribution_utility_is_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "attribution_utility"
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

ALTER TABLE "weight_set"
  DROP CONSTRAINT "weight_set_method_check",
  ADD CONSTRAINT "weight_set_method_check" CHECK ("method" IN (
    'declared', 'shapley', 'banzhaf', 'beta-shapley', 'leave-one-out', 'knn-shapley', 'ngram-provenance',
    'imported-evidence'));
