-- What the answers of runs say beyond their scores, and what versions are worth beside each other. All of it can be
-- worked out again from the answers.

-- One row for each completed run, from the moment on which its evidence is to be worked out.
CREATE TABLE "evaluation_evidence" (
  "run_id" UUID PRIMARY KEY REFERENCES "evaluation_run" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT,
  "queued_at" TIMESTAMPTZ(3) NOT NULL,
  -- Since it was last worked out: what is lost again and again is not queued for ever.
  "queued_count" INTEGER NOT NULL CHECK ("queued_count" >= 0),
  "computed_at" TIMESTAMPTZ(3),
  -- How it was worked out, and the digest of what from: the same two give the same evidence.
  "method" TEXT,
  "inputs_digest" CHAR(64),
  "document" JSONB,
  -- The headline score over all rows, higher being better, with what each group of clusters moves it by.
  "value" DOUBLE PRECISION,
  "lower" DOUBLE PRECISION,
  "upper" DOUBLE PRECISION,
  "n" INTEGER,
  "correct_share" DOUBLE PRECISION CHECK ("correct_share" BETWEEN 0 AND 1),
  "support" INTEGER CHECK ("support" > 0),
  "groups" INTEGER CHECK ("groups" > 0),
  "influence" BYTEA,
  -- Of a thousand calls, in millionths of a minor unit: null when it is not known.
  "cost_micro_minor" BIGINT CHECK ("cost_micro_minor" >= 0),
  "cost_currency" CHAR(3) CHECK ("cost_currency" ~ '^[A-Z]{3}$'),
  CHECK (num_nulls("computed_at", "method", "inputs_digest", "document") IN (0, 4)),
  CHECK (num_nulls("value", "lower", "upper", "n", "correct_share", "support", "groups", "influence") IN (0, 8)),
  CHECK ("cost_currency" IS NULL OR "cost_micro_minor" IS NOT NULL)
);
CREATE INDEX "evaluation_evidence_open" ON "evaluation_evidence" ("queued_at") WHERE "computed_at" IS NULL;

-- The same scores of what a domain is compared with: baselines have no runs.
CREATE TABLE "evaluation_baseline" (
  "domain_id" UUID NOT NULL REFERENCES "domain" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT,
  "name" TEXT NOT NULL,
  "method" TEXT NOT NULL,
  "computed_at" TIMESTAMPTZ(3) NOT NULL,
  "value" DOUBLE PRECISION NOT NULL,
  "lower" DOUBLE PRECISION NOT NULL,
  "upper" DOUBLE PRECISION NOT NULL,
  "n" INTEGER NOT NULL,
  "correct_share" DOUBLE PRECISION NOT NULL CHECK ("correct_share" BETWEEN 0 AND 1),
  "support" INTEGER NOT NULL CHECK ("support" > 0),
  "groups" INTEGER NOT NULL CHECK ("groups" > 0),
  "influence" BYTEA NOT NULL,
  PRIMARY KEY ("domain_id", "name")
);

-- A version among the others on a domain.
CREATE TABLE "evaluation_edge" (
  "version_id" UUID NOT NULL REFERENCES "model_version" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT,
  "domain_id" UUID NOT NULL REFERENCES "domain" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT,
  "run_id" UUID NOT NULL REFERENCES "evaluation_evidence" ("run_id") ON DELETE RESTRICT ON UPDATE RESTRICT,
  "method" TEXT NOT NULL,
  "inputs_digest" CHAR(64) NOT NULL,
  "document" JSONB NOT NULL,
  "computed_at" TIMESTAMPTZ(3) NOT NULL,
  PRIMARY KEY ("version_id", "domain_id")
);
CREATE INDEX "evaluation_edge_domain_id_idx" ON "evaluation_edge" ("domain_id");
