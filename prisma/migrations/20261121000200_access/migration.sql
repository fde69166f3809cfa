-- Parties, their keys, and the trail of who did what.

CREATE TABLE "party" (
  "id" UUID PRIMARY KEY,
  "name" TEXT NOT NULL CHECK (length("name") BETWEEN 1 AND 200),
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP
);
CREATE UNIQUE INDEX "party_name_key" ON "party" ("name");

CREATE TABLE "api_key" (
  "id" UUID PRIMARY KEY,
  "party_id" UUID NOT NULL REFERENCES "party" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT,
  -- SHA-256 of 256 random bits: a slow hash would add nothing against guessing.
  "secret_hash" BYTEA NOT NULL CHECK (octet_length("secret_hash") = 32),
  "scopes" TEXT[] NOT NULL CHECK (
    cardinality("scopes") > 0 AND
    "scopes" <@ ARRAY['seller', 'buyer', 'contributor', 'market-maker', 'operator', 'trustee']
  ),
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "revoked_at" TIMESTAMPTZ(3)
);
CREATE INDEX "api_key_party_id_idx" ON "api_key" ("party_id");

CREATE TABLE "audit_entry" (
  "id" BIGSERIAL PRIMARY KEY,
  "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "actor_id" UUID,
  "action" TEXT NOT NULL,
  "subject_kind" TEXT NOT NULL,
  "subject_id" UUID NOT NULL,
  "reason" TEXT NOT NULL
);
CREATE INDEX "audit_entry_subject_kind_subject_id_idx" ON "audit_entry" ("subject_kind", "subject_id");
CREATE TRIGGER "audit_entry_is_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "audit_entry"
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
