-- Models and what is known of them: versions, usage, evaluation runs, attribution weights, valuations.

CREATE TABLE "model" (
  "id" UUID PRIMARY KEY,
  "seller_id" UUID NOT NULL REFERENCES "party" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT,
  "name" TEXT NOT NULL CHECK (length("name") BETWEEN 1 AND 200),
  "description" TEXT NOT NULL,
  "licence" TEXT NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP
);
CREATE UNIQUE INDEX "model_name_key" ON "model" ("name");
CREATE INDEX "model_seller_id_idx" ON "model" ("seller_id");

CREATE TABLE "model_version" (
  "id" UUID PRIMARY KEY,
  "model_id" UUID NOT NULL REFERENCES "model" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT,
  "label" TEXT NOT NULL CHECK (length("label") BETWEEN 1 AND 100),
  "manifest" TEXT NOT NULL,
  "root_digest" CHAR(64) NOT NULL,
  "adapter" JSONB NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP
);
CREATE UNIQUE INDEX "model_version_model_id_label_key" ON "model_version" ("model_id", "label");
CREATE TRIGGER "model_version_is_pinned" BEFORE UPDATE OR DELETE OR TRUNCATE ON "model_version"
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TABLE "usage_point" (
  "model_id" UUID NOT NULL REFERENCES "model" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT,
  "period_start" DATE NOT NULL CHECK (extract(day FROM "period_start") = 1),
  "currency" CHAR(3) NOT NULL CHECK ("currency" ~ '^[A-Z]{3}$'),
  "calls" BIGINT NOT NULL CHECK ("calls" >= 0),
  "revenue_minor" BIGINT NOT NULL CHECK ("revenue_minor" >= 0),
  "source" TEXT NOT NULL CHECK ("source" IN ('fixture', 'declared', 'receipts')),
  "recorded_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  PRIMARY KEY ("model_id", "currency", "period_start")
);
CREATE TRIGGER "usage_point_is_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "usage_point"
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TABLE "domain" (
  "id" UUID PRIMARY KEY,
  "name" TEXT NOT NULL,
  "version" INTEGER NOT NULL CHECK ("version" > 0),
  "definition" TEXT NOT NULL,
  "digest" CHAR(64) NOT NULL,
  "row_count" INTEGER NOT NULL CHECK ("row_count" > 0),
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP
);
CREATE UNIQUE INDEX "domain_name_version_key" ON "domain" ("name", "version");
CREATE TRIGGER "domain_is_pinned" BEFORE UPDATE OR DELETE OR TRUNCATE ON "domain"
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TABLE "evaluation_run" (
  "id" UUID PRIMARY KEY,
  "version_id" UUID NOT NULL REFERENCES "model_version" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT,
  "domain_id" UUID NOT NULL REFERENCES "domain" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT,
  "requested_by_id" UUID NOT NULL REFERENCES "party" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT,
  "state" TEXT NOT NULL CHECK ("state" IN ('queued', 'running', 'completed', 'failed', 'cancelled')),
  "reason" TEXT,
  "queued_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "finished_at" TIMESTAMPTZ(3),
  CHECK (("state" IN ('queued', 'running')) = ("finished_at" IS NULL)),
  CHECK ("state" <> 'failed' OR "reason" IS NOT NULL)
);
CREATE INDEX "evaluation_run_version_id_idx" ON "evaluation_run" ("version_id");
CREATE INDEX "evaluation_run_state_idx" ON "evaluation_run" ("state");
-- A run that went badly stays on record.
CREATE TRIGGER "evaluation_run_is_never_deleted" BEFORE DELETE OR TRUNCATE ON "evaluation_run"
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TABLE "evaluation_slice" (
  "run_id" UUID NOT NULL REFERENCES "evaluation_run" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT,
  "slice" TEXT NOT NULL,
  "position" INTEGER NOT NULL,
  "sample_count" INTEGER NOT NULL CHECK ("sample_count" > 0),
  "scored_at" TIMESTAMPTZ(3),
  "metric" TEXT,
  "successes" INTEGER,
  "value" DOUBLE PRECISION,
  "lower" DOUBLE PRECISION,
  "upper" DOUBLE PRECISION,
  PRIMARY KEY ("run_id", "slice"),
  CHECK (num_nulls("scored_at", "metric", "successes", "value", "lower", "upper") IN (0, 6)),
  CHECK ("successes" BETWEEN 0 AND "sample_count"),
  CHECK ("lower" <= "value" AND "value" <= "upper")
);

CREATE TABLE "evaluation_answer" (
  "run_id" UUID NOT NULL,
  "sample_id" CHAR(64) NOT NULL,
  "repeat" INTEGER NOT NULL DEFAULT 0 CHECK ("repeat" >= 0),
  "slice" TEXT NOT NULL,
  "label" TEXT NOT NULL,
  "is_correct" BOOLEAN NOT NULL,
  "latency_micros" INTEGER NOT NULL CHECK ("latency_micros" >= 0),
  PRIMARY KEY ("run_id", "sample_id", "repeat"),
  FOREIGN KEY ("run_id", "slice") REFERENCES "evaluation_slice" ("run_id", "slice") ON DELETE RESTRICT ON UPDATE RESTRICT
);
CREATE INDEX "evaluation_answer_run_id_slice_idx" ON "evaluation_answer" ("run_id", "slice");
CREATE TRIGGER "evaluation_answer_is_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "evaluation_answer"
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TABLE "weight_set" (
  "id" UUID PRIMARY KEY,
  "model_id" UUID NOT NULL REFERENCES "model" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT,
  "version" INTEGER NOT NULL CHECK ("version" > 0),
  "method" TEXT NOT NULL CHECK ("method" IN ('declared')),
  "document" TEXT NOT NULL,
  "digest" CHAR(64) NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP
);
CREATE UNIQUE INDEX "weight_set_model_id_version_key" ON "weight_set" ("model_id", "version");
CREATE TRIGGER "weight_set_is_pinned" BEFORE UPDATE OR DELETE OR TRUNCATE ON "weight_set"
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TABLE "weight_share" (
  "weight_set_id" UUID NOT NULL REFERENCES "weight_set" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT,
  "party_id" UUID NOT NULL REFERENCES "party" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT,
  "weight_ppb" INTEGER NOT NULL CHECK ("weight_ppb" BETWEEN 0 AND 1000000000),
  PRIMARY KEY ("weight_set_id", "party_id")
);
CREATE INDEX "weight_share_party_id_idx" ON "weight_share" ("party_id");
CREATE TRIGGER "weight_share_is_pinned" BEFORE UPDATE OR DELETE OR TRUNCATE ON "weight_share"
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE FUNCTION weights_sum_to_one() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (SELECT sum("weight_ppb") FROM "weight_share" WHERE "weight_set_id" = NEW."weight_set_id") <> 1000000000 THEN
    RAISE EXCEPTION 'weights of % do not sum to a billion parts', NEW."weight_set_id"
      USING ERRCODE = 'check_violation', CONSTRAINT = 'weights_sum_to_one';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER "weights_sum_to_one" AFTER INSERT ON "weight_share"
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION weights_sum_to_one();

CREATE TABLE "valuation" (
  "id" UUID PRIMARY KEY,
  "version_id" UUID NOT NULL REFERENCES "model_version" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT,
  "domain_id" UUID NOT NULL REFERENCES "domain" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT,
  "requested_by_id" UUID NOT NULL REFERENCES "party" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT,
  "currency" CHAR(3) NOT NULL CHECK ("currency" ~ '^[A-Z]{3}$'),
  "state" TEXT NOT NULL CHECK ("state" IN ('queued', 'completed', 'refused', 'failed')),
  "request" JSONB NOT NULL,
  "reason" TEXT,
  "dossier" TEXT,
  "dossier_digest" CHAR(64),
  "appraisal" TEXT,
  "appraisal_digest" CHAR(64),
  "queued_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "finished_at" TIMESTAMPTZ(3),
  CHECK (("state" = 'queued') = ("finished_at" IS NULL)),
  CHECK (("state" = 'completed') = ("appraisal" IS NOT NULL)),
  CHECK (num_nulls("appraisal", "appraisal_digest") IN (0, 2)),
  CHECK (num_nulls("dossier", "dossier_digest") IN (0, 2)),
  CHECK ("state" NOT IN ('refused', 'failed') OR "reason" IS NOT NULL)
);
CREATE INDEX "valuation_version_id_idx" ON "valuation" ("version_id");
CREATE INDEX "valuation_state_idx" ON "valuation" ("state");

-- A valuation that has ended is frozen: prices may not be improved after the fact.
CREATE FUNCTION valuation_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD."state" <> 'queued' THEN
    RAISE EXCEPTION 'valuation % is frozen', OLD."id" USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER "valuation_is_frozen" BEFORE UPDATE ON "valuation"
  FOR EACH ROW EXECUTE FUNCTION valuation_is_frozen();
CREATE TRIGGER "valuation_is_never_deleted" BEFORE DELETE OR TRUNCATE ON "valuation"
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
