-- Runs cut into chunks of samples: fencing, budgets, response cache, schedules, credentials; and dead letters.

-- ---------------------------------------------------------------- platform

-- Jobs that were given up, for somebody to look at. Kept when they are tried again.
CREATE TABLE "dead_letter" (
  "id" UUID PRIMARY KEY,
  "job_id" TEXT NOT NULL,
  "job" TEXT NOT NULL,
  "payload" JSONB NOT NULL,
  -- The job that a retry queues: mostly the same.
  "retry_as" TEXT NOT NULL,
  "reason" TEXT NOT NULL,
  "attempts" INTEGER NOT NULL CHECK ("attempts" >= 0),
  "died_at" TIMESTAMPTZ(3) NOT NULL,
  "retried_at" TIMESTAMPTZ(3)
);
-- A worker that dies while it gives a job up gives it up again.
CREATE UNIQUE INDEX "dead_letter_job_id_key" ON "dead_letter" ("job_id");

-- ---------------------------------------------------------------- schedules

CREATE TABLE "evaluation_schedule" (
  "id" UUID PRIMARY KEY,
  "version_id" UUID NOT NULL REFERENCES "model_version" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT,
  "domain" TEXT NOT NULL,
  "requested_by_id" UUID NOT NULL REFERENCES "party" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT,
  "every_days" INTEGER NOT NULL CHECK ("every_days" BETWEEN 1 AND 366),
  "next_due_at" TIMESTAMPTZ(3) NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "ended_at" TIMESTAMPTZ(3)
);
CREATE INDEX "evaluation_schedule_version_id_idx" ON "evaluation_schedule" ("version_id");
CREATE INDEX "evaluation_schedule_due" ON "evaluation_schedule" ("next_due_at") WHERE "ended_at" IS NULL;
-- Two schedules of one version on one domain would be one that nobody meant.
CREATE UNIQUE INDEX "evaluation_schedule_live" ON "evaluation_schedule" ("version_id", "domain") WHERE "ended_at" IS NULL;

-- ---------------------------------------------------------------- runs

ALTER TABLE "evaluation_run"
  ADD COLUMN "split" TEXT NOT NULL DEFAULT 'public' CHECK ("split" IN ('public', 'hidden')),
  ADD COLUMN "repeats" INTEGER NOT NULL DEFAULT 1 CHECK ("repeats" BETWEEN 1 AND 100),
  ADD COLUMN "uses_cache" BOOLEAN NOT NULL DEFAULT false,
  ADD COLUMN "started_at" TIMESTAMPTZ(3),
  ADD COLUMN "schedule_id" UUID REFERENCES "evaluation_schedule" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT,
  ADD COLUMN "due_at" TIMESTAMPTZ(3),
  -- Of what calls cost and of the budget in money: a millionth of a minor unit.
  ADD COLUMN "currency" CHAR(3) CHECK ("currency" ~ '^[A-Z]{3}$'),
  ADD COLUMN "budget_cost_micro_minor" BIGINT CHECK ("budget_cost_micro_minor" >= 0),
  ADD COLUMN "budget_calls" BIGINT CHECK ("budget_calls" >= 0),
  ADD COLUMN "budget_time_ms" BIGINT CHECK ("budget_time_ms" >= 0),
  -- Answers are cached only where a second answer would have to be the same.
  ADD CONSTRAINT "evaluation_run_repeats_are_not_cached" CHECK ("repeats" = 1 OR NOT "uses_cache"),
  ADD CONSTRAINT "evaluation_run_budget_has_currency" CHECK ("budget_cost_micro_minor" IS NULL OR "currency" IS NOT NULL),
  ADD CONSTRAINT "evaluation_run_due_by_schedule" CHECK (num_nulls("schedule_id", "due_at") IN (0, 2));
-- A due date is queued once, however many sweeps see it.
CREATE UNIQUE INDEX "evaluation_run_schedule_id_due_at_key" ON "evaluation_run" ("schedule_id", "due_at");

-- Every change of a run's state: what failed stays on record when it is taken up again.
CREATE TABLE "evaluation_transition" (
  "id" BIGSERIAL PRIMARY KEY,
  "run_id" UUID NOT NULL REFERENCES "evaluation_run" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT,
  "from_state" TEXT,
  "to_state" TEXT NOT NULL,
  "at" TIMESTAMPTZ(3) NOT NULL,
  "actor_id" UUID,
  "reason" TEXT
);
CREATE INDEX "evaluation_transition_run_id_idx" ON "evaluation_transition" ("run_id");
INSERT INTO "evaluation_transition" ("run_id", "to_state", "at", "actor_id")
  SELECT "id", 'queued', "queued_at", "requested_by_id" FROM "evaluation_run" ORDER BY "id";
INSERT INTO "evaluation_transition" ("run_id", "from_state", "to_state", "at", "reason")
  SELECT "id", 'running', "state", "finished_at", "reason" FROM "evaluation_run"
  WHERE "finished_at" IS NOT NULL ORDER BY "id";
CREATE TRIGGER "evaluation_transition_is_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "evaluation_transition"
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- ---------------------------------------------------------------- slices

ALTER TABLE "evaluation_slice"
  -- Rows that count for the metric.
  ADD COLUMN "n" INTEGER,
  -- Why there is no number: the rows do not carry one.
  ADD COLUMN "refusal" TEXT,
  -- Of runs with repeats: rows that were answered alike every time, and rows that were answered right every time.
  ADD COLUMN "agreeing" INTEGER,
  ADD COLUMN "always_correct" INTEGER;
UPDATE "evaluation_slice" SET "n" = "sample_count" WHERE "scored_at" IS NOT NULL;
ALTER TABLE "evaluation_slice" DROP CONSTRAINT "evaluation_slice_check";
ALTER TABLE "evaluation_slice"
  ADD CONSTRAINT "evaluation_slice_scored_or_refused" CHECK (
    num_nulls("n", "successes", "value", "lower", "upper") IN (0, 5) AND
    ("scored_at" IS NULL) = ("metric" IS NULL) AND
    ("scored_at" IS NULL) = ("value" IS NULL AND "refusal" IS NULL) AND
    ("value" IS NULL OR "refusal" IS NULL)
  ),
  ADD CONSTRAINT "evaluation_slice_n" CHECK ("successes" <= "n" AND "n" <= "sample_count"),
  ADD CONSTRAINT "evaluation_slice_consistency" CHECK (
    num_nulls("agreeing", "always_correct") IN (0, 2) AND
    "agreeing" BETWEEN 0 AND "sample_count" AND "always_correct" BETWEEN 0 AND "agreeing"
  );

-- ---------------------------------------------------------------- chunks

-- Rows of one slice that are asked together, once. Whoever works on a chunk holds the number of its attempt: what
-- an earlier holder still writes is refused.
CREATE TABLE "evaluation_chunk" (
  "run_id" UUID NOT NULL,
  "ordinal" INTEGER NOT NULL CHECK ("ordinal" >= 0),
  "slice" TEXT NOT NULL,
  "repeat" INTEGER NOT NULL DEFAULT 0 CHECK ("repeat" >= 0),
  -- Position among the rows of the slice.
  "first_row" INTEGER NOT NULL CHECK ("first_row" >= 0),
  "sample_count" INTEGER NOT NULL CHECK ("sample_count" > 0),
  "attempt" INTEGER NOT NULL DEFAULT 0 CHECK ("attempt" >= 0),
  "answered" INTEGER NOT NULL DEFAULT 0,
  "cached" INTEGER NOT NULL DEFAULT 0,
  -- What stood when the present holder took the chunk: what he did since tells his pace.
  "answered_before" INTEGER NOT NULL DEFAULT 0,
  "queued_at" TIMESTAMPTZ(3),
  "claimed_at" TIMESTAMPTZ(3),
  "touched_at" TIMESTAMPTZ(3),
  "completed_at" TIMESTAMPTZ(3),
  "last_error" TEXT,
  -- Set aside for the batch in flight.
  "reserved_calls" INTEGER NOT NULL DEFAULT 0 CHECK ("reserved_calls" >= 0),
  "reserved_cost_micro_minor" BIGINT NOT NULL DEFAULT 0 CHECK ("reserved_cost_micro_minor" >= 0),
  "reserved_time_ms" BIGINT NOT NULL DEFAULT 0 CHECK ("reserved_time_ms" >= 0),
  -- A batch whose holder died counts as spent: it may have been billed.
  "spent_calls" BIGINT NOT NULL DEFAULT 0 CHECK ("spent_calls" >= 0),
  "spent_cost_micro_minor" BIGINT NOT NULL DEFAULT 0 CHECK ("spent_cost_micro_minor" >= 0),
  "spent_time_ms" BIGINT NOT NULL DEFAULT 0 CHECK ("spent_time_ms" >= 0),
  PRIMARY KEY ("run_id", "ordinal"),
  FOREIGN KEY ("run_id", "slice") REFERENCES "evaluation_slice" ("run_id", "slice") ON DELETE RESTRICT ON UPDATE RESTRICT,
  CHECK ("cached" BETWEEN 0 AND "answered"),
  CHECK ("answered" BETWEEN 0 AND "sample_count"),
  CHECK ("completed_at" IS NULL OR "answered" = "sample_count")
);
CREATE INDEX "evaluation_chunk_open" ON "evaluation_chunk" ("run_id", "ordinal") WHERE "completed_at" IS NULL;
CREATE INDEX "evaluation_chunk_in_queue" ON "evaluation_chunk" ("run_id") WHERE "completed_at" IS NULL AND "queued_at" IS NOT NULL;
CREATE INDEX "evaluation_chunk_in_flight" ON "evaluation_chunk" ("run_id") WHERE "reserved_calls" > 0;

-- What ran before there were chunks: each slice is one.
INSERT INTO "evaluation_chunk"
    ("run_id", "ordinal", "slice", "first_row", "sample_count", "answered", "touched_at", "completed_at")
  SELECT s."run_id", s."position", s."slice", 0, s."sample_count", a."answered", s."scored_at",
    CASE WHEN a."answered" = s."sample_count" THEN coalesce(s."scored_at", CURRENT_TIMESTAMP) END
  FROM "evaluation_slice" s CROSS JOIN LATERAL (
    SELECT count(*)::int AS "answered" FROM "evaluation_answer" a
    WHERE a."run_id" = s."run_id" AND a."slice" = s."slice"
  ) a;
DELETE FROM "outbox" WHERE "relayed_at" IS NULL AND "topic" = 'evaluation.evaluate-slice';

-- ---------------------------------------------------------------- answers

ALTER TABLE "evaluation_answer" DISABLE TRIGGER "evaluation_answer_is_append_only";
ALTER TABLE "evaluation_answer"
  ADD COLUMN "chunk" INTEGER,
  -- Probability of the positive label, where the model gives one.
  ADD COLUMN "score" DOUBLE PRECISION CHECK ("score" BETWEEN 0 AND 1),
  ADD COLUMN "cost_micro_minor" BIGINT NOT NULL DEFAULT 0 CHECK ("cost_micro_minor" >= 0),
  ADD COLUMN "cached" BOOLEAN NOT NULL DEFAULT false;
UPDATE "evaluation_answer" a SET "chunk" = s."position" FROM "evaluation_slice" s
  WHERE s."run_id" = a."run_id" AND s."slice" = a."slice";
DROP INDEX "evaluation_answer_run_id_slice_idx";
ALTER TABLE "evaluation_answer"
  ALTER COLUMN "chunk" SET NOT NULL,
  ALTER COLUMN "latency_micros" DROP NOT NULL,
  DROP COLUMN "slice",
  -- What came out of the cache took no time and cost nothing, and must not flatter the latency statistics.
  ADD CONSTRAINT "evaluation_answer_cached_is_free" CHECK (
    "cached" = ("latency_micros" IS NULL) AND (NOT "cached" OR "cost_micro_minor" = 0)
  ),
  ADD FOREIGN KEY ("run_id", "chunk") REFERENCES "evaluation_chunk" ("run_id", "ordinal") ON DELETE RESTRICT ON UPDATE RESTRICT;
CREATE INDEX "evaluation_answer_run_id_chunk_idx" ON "evaluation_answer" ("run_id", "chunk");
ALTER TABLE "evaluation_answer" ENABLE TRIGGER "evaluation_answer_is_append_only";

-- Answers by the digest of what was asked of whom.
CREATE TABLE "evaluation_cache" (
  "key" CHAR(64) PRIMARY KEY,
  "label" TEXT NOT NULL,
  "score" DOUBLE PRECISION,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP
);
CREATE INDEX "evaluation_cache_created_at_idx" ON "evaluation_cache" ("created_at");

-- ---------------------------------------------------------------- credentials

-- Secrets of endpoints, encrypted with the id as associated data; nothing gives them out again.
CREATE TABLE "evaluation_credential" (
  "id" UUID PRIMARY KEY,
  "party_id" UUID NOT NULL REFERENCES "party" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT,
  "name" TEXT NOT NULL CHECK (length("name") BETWEEN 1 AND 100),
  "ciphertext" BYTEA NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "replaced_at" TIMESTAMPTZ(3)
);
CREATE UNIQUE INDEX "evaluation_credential_party_id_name_key" ON "evaluation_credential" ("party_id", "name");
