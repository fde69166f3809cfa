-- Outbox, idempotent responses and heartbeats: what every write of the service leans on.

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;

CREATE TABLE "outbox" (
  "id" BIGSERIAL PRIMARY KEY,
  "kind" TEXT NOT NULL CHECK ("kind" IN ('job', 'event')),
  "topic" TEXT NOT NULL,
  "payload" JSONB NOT NULL,
  "available_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "relayed_at" TIMESTAMPTZ(3)
);

-- The relay and its sweeper read only what has not been handed over yet.
CREATE INDEX "outbox_pending" ON "outbox" ("available_at", "id") WHERE "relayed_at" IS NULL;

CREATE FUNCTION outbox_notify() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('salvor_outbox', '');
  RETURN NULL;
END $$;

CREATE TRIGGER "outbox_wakes_relay" AFTER INSERT ON "outbox"
  FOR EACH STATEMENT EXECUTE FUNCTION outbox_notify();

CREATE TABLE "idempotent_response" (
  "party_id" UUID NOT NULL,
  "key" TEXT NOT NULL CHECK (length("key") BETWEEN 1 AND 255),
  "route" TEXT NOT NULL,
  "request_hash" CHAR(64) NOT NULL,
  "response" JSONB NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  PRIMARY KEY ("party_id", "key")
);

CREATE TABLE "heartbeat" (
  "name" TEXT PRIMARY KEY,
  "at" TIMESTAMPTZ(3) NOT NULL
);
