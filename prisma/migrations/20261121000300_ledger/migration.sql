-- Double entry in integer minor units. Amounts are signed: what an account receives is positive. Every
-- transaction sums to zero in each currency, entries are never changed, and a party's balance never passes its floor.

CREATE TABLE "ledger_account" (
  "id" UUID PRIMARY KEY,
  "party_id" UUID REFERENCES "party" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT,
  "currency" CHAR(3) NOT NULL CHECK ("currency" ~ '^[A-Z]{3}$'),
  "purpose" TEXT NOT NULL,
  "floor_minor" BIGINT,
  "balance_minor" BIGINT NOT NULL DEFAULT 0,
  "version" BIGINT NOT NULL DEFAULT 0,
  CONSTRAINT "ledger_account_floor" CHECK ("floor_minor" IS NULL OR "balance_minor" >= "floor_minor")
);
-- System accounts have no party: NULLS NOT DISTINCT keeps them single too.
CREATE UNIQUE INDEX "ledger_account_party_id_currency_purpose_key"
  ON "ledger_account" ("party_id", "currency", "purpose") NULLS NOT DISTINCT;

CREATE TABLE "ledger_transaction" (
  "id" UUID PRIMARY KEY,
  "idempotency_key" TEXT NOT NULL,
  "request_hash" CHAR(64) NOT NULL,
  "kind" TEXT NOT NULL,
  "reference" TEXT,
  "reverses_id" UUID REFERENCES "ledger_transaction" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT,
  "recorded_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP
);
CREATE UNIQUE INDEX "ledger_transaction_idempotency_key_key" ON "ledger_transaction" ("idempotency_key");
CREATE UNIQUE INDEX "ledger_transaction_reverses_id_key" ON "ledger_transaction" ("reverses_id");
CREATE INDEX "ledger_transaction_reference_idx" ON "ledger_transaction" ("reference");

CREATE TABLE "ledger_entry" (
  "transaction_id" UUID NOT NULL REFERENCES "ledger_transaction" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT,
  "line" INTEGER NOT NULL,
  "account_id" UUID NOT NULL REFERENCES "ledger_account" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT,
  "amount_minor" BIGINT NOT NULL CHECK ("amount_minor" <> 0),
  "account_version" BIGINT NOT NULL,
  "balance_after_minor" BIGINT NOT NULL,
  PRIMARY KEY ("transaction_id", "line")
);
CREATE UNIQUE INDEX "ledger_entry_account_id_account_version_key" ON "ledger_entry" ("account_id", "account_version");

CREATE TRIGGER "ledger_transaction_is_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "ledger_transaction"
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER "ledger_entry_is_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "ledger_entry"
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER "ledger_account_is_never_deleted" BEFORE DELETE OR TRUNCATE ON "ledger_account"
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE FUNCTION ledger_sums_to_zero() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  unbalanced CHAR(3);
BEGIN
  SELECT a."currency" INTO unbalanced
    FROM "ledger_entry" e JOIN "ledger_account" a ON a."id" = e."account_id"
    WHERE e."transaction_id" = NEW."transaction_id"
    GROUP BY a."currency" HAVING sum(e."amount_minor") <> 0 LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'transaction % does not sum to zero in %', NEW."transaction_id", unbalanced
      USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_sums_to_zero';
  END IF;
  RETURN NULL;
END $$;

-- Deferred: lines arrive one by one, the sum counts when the transaction commits.
CREATE CONSTRAINT TRIGGER "ledger_sums_to_zero" AFTER INSERT ON "ledger_entry"
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION ledger_sums_to_zero();

-- The one way to post. `lines` is [{"account": uuid, "amount": bigint}, …]. Answers the transaction that stands
-- under the key: `posted` is false when it stood there before. Accounts are locked in the order of their ids, so
-- that two postings cannot wait for each other.
CREATE FUNCTION ledger_post(
  p_id UUID, p_key TEXT, p_hash TEXT, p_kind TEXT, p_reference TEXT, p_reverses UUID, p_lines JSONB
) RETURNS TABLE ("transaction_id" UUID, "posted" BOOLEAN, "hash_matches" BOOLEAN) LANGUAGE plpgsql AS $$
DECLARE
  item RECORD;
  stood RECORD;
  v_version BIGINT;
  v_balance BIGINT;
BEGIN
  INSERT INTO "ledger_transaction" ("id", "idempotency_key", "request_hash", "kind", "reference", "reverses_id")
    VALUES (p_id, p_key, p_hash, p_kind, p_reference, p_reverses)
    ON CONFLICT ("idempotency_key") DO NOTHING;
  IF NOT FOUND THEN
    SELECT t."id", t."request_hash" INTO STRICT stood FROM "ledger_transaction" t WHERE t."idempotency_key" = p_key;
    RETURN QUERY SELECT stood."id", false, stood."request_hash" = p_hash;
    RETURN;
  END IF;

  PERFORM 1 FROM "ledger_account" a
    WHERE a."id" IN (SELECT (l->>'account')::uuid FROM jsonb_array_elements(p_lines) l)
    ORDER BY a."id" FOR NO KEY UPDATE;

  FOR item IN
    SELECT o."ordinality"::int AS line, (o."value"->>'account')::uuid AS account, (o."value"->>'amount')::bigint AS amount
      FROM jsonb_array_elements(p_lines) WITH ORDINALITY o
  LOOP
    UPDATE "ledger_account" a
      SET "balance_minor" = a."balance_minor" + item.amount, "version" = a."version" + 1
      WHERE a."id" = item.account
      RETURNING a."version", a."balance_minor" INTO v_version, v_balance;
    IF NOT FOUND THEN
      RAISE EXCEPTION 'no ledger account %', item.account USING ERRCODE = 'foreign_key_violation';
    END IF;
    INSERT INTO "ledger_entry" VALUES (p_id, item.line, item.account, item.amount, v_version, v_balance);
  END LOOP;
  RETURN QUERY SELECT p_id, true, true;
END $$;
