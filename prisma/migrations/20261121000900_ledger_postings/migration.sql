-- Batches of postings in one call, holds that are resolved once, and accounts of the system that nobody waits for.
--
-- An account of a party is exact: its row holds the balance, each entry carries the balance after it. An account of
-- the system is shared by all postings of a currency; a row lock on it would make them queue. Its entries carry no
-- number, what they add stands in "ledger_delta", and a roll-up moves it into the row now and then. The balance of
-- every account is in "ledger_balance".

DROP TRIGGER "ledger_sums_to_zero" ON "ledger_entry";
DROP FUNCTION ledger_sums_to_zero();
DROP FUNCTION ledger_post(UUID, TEXT, TEXT, TEXT, TEXT, UUID, JSONB);

-- Rows are rewritten in place: half a page of room keeps an update on its page and out of the indexes.
ALTER TABLE "ledger_account" SET (fillfactor = 50);
ALTER TABLE "ledger_account"
  ADD COLUMN "held_minor" BIGINT NOT NULL DEFAULT 0,
  DROP CONSTRAINT "ledger_account_floor",
  ADD CONSTRAINT "ledger_account_floor" CHECK ("floor_minor" IS NULL OR "balance_minor" - "held_minor" >= "floor_minor"),
  ADD CONSTRAINT "ledger_account_held" CHECK ("held_minor" >= 0 AND ("held_minor" = 0 OR "party_id" IS NOT NULL));

-- A foreign key locks the row it points at, with every entry: on a shared account that is the queue again. The
-- trigger below checks both references once a statement; accounts and transactions are never deleted or renamed.
ALTER TABLE "ledger_entry"
  DROP CONSTRAINT "ledger_entry_account_id_fkey",
  DROP CONSTRAINT "ledger_entry_transaction_id_fkey",
  ALTER COLUMN "account_version" DROP NOT NULL,
  ALTER COLUMN "balance_after_minor" DROP NOT NULL;

-- For balances as of a time. Rows stand nearly in this order, so a summary a block is enough.
CREATE INDEX "ledger_transaction_recorded_at_idx" ON "ledger_transaction" USING brin ("recorded_at");

-- What accounts of the system received and gave since their last roll-up: one row a batch and account.
CREATE TABLE "ledger_delta" (
  "account_id" UUID NOT NULL,
  "id" BIGINT GENERATED ALWAYS AS IDENTITY,
  "amount_minor" BIGINT NOT NULL,
  "entries" BIGINT NOT NULL CHECK ("entries" > 0),
  PRIMARY KEY ("account_id", "id")
);

-- Money of a party that a later transaction will take or give back. The hold has the id of its transaction.
CREATE TABLE "ledger_hold" (
  "transaction_id" UUID PRIMARY KEY REFERENCES "ledger_transaction" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT,
  "account_id" UUID NOT NULL REFERENCES "ledger_account" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT,
  "amount_minor" BIGINT NOT NULL CHECK ("amount_minor" > 0)
);
CREATE INDEX "ledger_hold_account_id_idx" ON "ledger_hold" ("account_id");

-- The primary key is what makes it once.
CREATE TABLE "ledger_hold_resolution" (
  "hold_id" UUID PRIMARY KEY REFERENCES "ledger_hold" ("transaction_id") ON DELETE RESTRICT ON UPDATE RESTRICT,
  "transaction_id" UUID NOT NULL REFERENCES "ledger_transaction" ("id") ON DELETE RESTRICT ON UPDATE RESTRICT
);
CREATE UNIQUE INDEX "ledger_hold_resolution_transaction_id_key" ON "ledger_hold_resolution" ("transaction_id");

CREATE VIEW "ledger_balance" AS
  SELECT a."id", a."party_id", a."currency", a."purpose", a."floor_minor", a."held_minor",
      (a."balance_minor" + coalesce(d."amount_minor", 0))::bigint AS "balance_minor",
      (a."version" + coalesce(d."entries", 0))::bigint AS "version"
    FROM "ledger_account" a LEFT JOIN LATERAL (
      SELECT sum("amount_minor") AS "amount_minor", sum("entries") AS "entries"
        FROM "ledger_delta" WHERE a."party_id" IS NULL AND "account_id" = a."id"
    ) d ON true;

-- ------------------------------------------------------------------ what no writer can get around

-- Every statement that adds entries adds a balanced set of them, so every transaction sums to zero at any moment.
-- A deferred trigger would see the rows one by one: for a transaction of a thousand lines a thousand sums.
CREATE FUNCTION ledger_sums_to_zero() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  fault RECORD;
BEGIN
  -- Subqueries, not joins: each is one search of an index, whatever the planner thinks of the tables.
  SELECT e.id, e.currency, sum(e.amount) AS total INTO fault
    FROM (
      SELECT "transaction_id" AS id, "amount_minor" AS amount,
          (SELECT a."currency" FROM "ledger_account" a WHERE a."id" = "account_id") AS currency
        FROM added
    ) e
    GROUP BY e.id, e.currency
    HAVING sum(e.amount) <> 0 OR e.currency IS NULL
      OR (SELECT t."id" FROM "ledger_transaction" t WHERE t."id" = e.id) IS NULL
    LIMIT 1;
  IF NOT FOUND THEN
    RETURN NULL;
  ELSIF fault.currency IS NOT NULL AND fault.total <> 0 THEN
    RAISE EXCEPTION 'transaction % does not sum to zero in %', fault.id, fault.currency
      USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_sums_to_zero';
  END IF;
  RAISE EXCEPTION 'an entry of % has no transaction or no account', fault.id
    USING ERRCODE = 'foreign_key_violation', CONSTRAINT = 'ledger_entry_references';
END $$;

CREATE TRIGGER "ledger_sums_to_zero" AFTER INSERT ON "ledger_entry"
  REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION ledger_sums_to_zero();

CREATE TRIGGER "ledger_hold_is_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "ledger_hold"
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER "ledger_hold_resolution_is_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "ledger_hold_resolution"
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER "ledger_delta_is_only_rolled_up" BEFORE UPDATE OR TRUNCATE ON "ledger_delta"
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER "ledger_account_keeps_its_name" BEFORE UPDATE OF "id", "party_id", "currency", "purpose", "floor_minor"
  ON "ledger_account" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- The owner of a table has its rights like anybody: they can be taken from the role that runs the service. Only a
-- superuser is not asked for rights, and meets the triggers. A foreign key locks the row it points at, for which
-- PostgreSQL wants the right to update some column; that column's update the triggers refuse.
REVOKE UPDATE, DELETE, TRUNCATE
  ON "ledger_account", "ledger_transaction", "ledger_entry", "ledger_hold", "ledger_hold_resolution"
  FROM PUBLIC, CURRENT_USER;
REVOKE UPDATE, TRUNCATE ON "ledger_delta" FROM PUBLIC, CURRENT_USER;
GRANT UPDATE ("balance_minor", "held_minor", "version") ON "ledger_account" TO CURRENT_USER;
GRANT UPDATE ("id") ON "ledger_transaction" TO CURRENT_USER;
GRANT UPDATE ("transaction_id") ON "ledger_hold" TO CURRENT_USER;

-- ------------------------------------------------------------------ posting

-- The transactions that stand under keys, in the order given. Another request under a key refuses the batch.
CREATE FUNCTION ledger_standing(p_keys TEXT[], p_hashes TEXT[]) RETURNS UUID[] LANGUAGE plpgsql AS $$
DECLARE
  standing UUID[];
  same BOOLEAN;
BEGIN
  SELECT array_agg(t."id" ORDER BY k.n), bool_and(t."request_hash" = k.hash) INTO standing, same
    FROM unnest(p_keys, p_hashes) WITH ORDINALITY k(key, hash, n)
      JOIN "ledger_transaction" t ON t."idempotency_key" = k.key;
  IF NOT same THEN
    RAISE EXCEPTION 'ledger_idempotency_key: another request stands under a key'
      USING ERRCODE = 'unique_violation', CONSTRAINT = 'ledger_idempotency_key';
  END IF;
  RETURN standing;
END $$;

-- Opens the accounts that have no id yet, always in the order of their names. Who finds that another call was first
-- has locked accounts by then that come later in that order: it has to start over, and finds them open.
CREATE FUNCTION ledger_open_accounts(
  p_proposed UUID[], p_parties UUID[], p_currencies BPCHAR[], p_purposes TEXT[], p_floors BIGINT[], p_ids UUID[]
) RETURNS VOID LANGUAGE plpgsql AS $$
DECLARE
  opened INT;
BEGIN
  INSERT INTO "ledger_account" ("id", "party_id", "currency", "purpose", "floor_minor")
    SELECT a.proposed, a.party, a.currency, a.purpose, a.floor
      FROM unnest(p_proposed, p_parties, p_currencies, p_purposes, p_floors, p_ids)
        AS a(proposed, party, currency, purpose, floor, id)
      WHERE a.id IS NULL
      ORDER BY a.party, a.currency, a.purpose
    ON CONFLICT DO NOTHING;
  GET DIAGNOSTICS opened = ROW_COUNT;
  IF opened < cardinality(array_positions(p_ids, NULL)) THEN
    RAISE EXCEPTION 'another call has just opened an account of this batch' USING ERRCODE = 'serialization_failure';
  END IF;
END $$;

-- Moves what an account of the system received and gave since the last time into its row. The lock comes first: the
-- statement after it then sees all that was rolled up before.
CREATE FUNCTION ledger_roll_up(p_account UUID) RETURNS BIGINT LANGUAGE plpgsql AS $$
DECLARE
  balance BIGINT;
BEGIN
  PERFORM 1 FROM "ledger_account" a WHERE a."id" = p_account FOR NO KEY UPDATE;
  WITH rolled AS (
    DELETE FROM "ledger_delta" d WHERE d."account_id" = p_account RETURNING d."amount_minor", d."entries"
  ), total AS (
    SELECT coalesce(sum("amount_minor"), 0) AS amount, coalesce(sum("entries"), 0) AS entries FROM rolled
  )
  UPDATE "ledger_account" a SET "balance_minor" = a."balance_minor" + t.amount, "version" = a."version" + t.entries
    FROM total t WHERE a."id" = p_account RETURNING a."balance_minor" INTO balance;
  RETURN balance;
END $$;

-- Adds to an account of the system, without a lock. Only where more was taken than the batch brought there before,
-- and there is a floor, it is rolled up: who takes waits for the others who take, and never for those who give.
-- Answers with the id; null for an account that is not there yet.
CREATE FUNCTION ledger_add_to_shared(
  p_currency BPCHAR, p_purpose TEXT, p_net BIGINT, p_held BIGINT, p_lowest BIGINT, p_entries BIGINT
) RETURNS UUID LANGUAGE plpgsql AS $$
DECLARE
  account RECORD;
BEGIN
  SELECT a."id", a."floor_minor" INTO account FROM "ledger_account" a
    WHERE a."party_id" IS NULL AND a."currency" = p_currency AND a."purpose" = p_purpose;
  IF account."id" IS NULL OR p_entries = 0 THEN
    RETURN account."id";
  ELSIF p_held <> 0 THEN
    RAISE EXCEPTION 'nothing is held on accounts of the system' USING ERRCODE = 'check_violation';
  END IF;
  INSERT INTO "ledger_delta" ("account_id", "amount_minor", "entries") VALUES (account."id", p_net, p_entries);
  IF p_lowest < 0 AND account."floor_minor" IS NOT NULL
      AND ledger_roll_up(account."id") - p_net + p_lowest < account."floor_minor" THEN
    RAISE EXCEPTION 'ledger_account_floor: account % would be left with less than its floor', account."id"
      USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_account_floor';
  END IF;
  RETURN account."id";
END $$;

-- Writes the holds that new transactions of a batch take and resolve. Refuses the batch when a hold does not stand as
-- told (account and amount), was resolved before, or less was held than its transaction takes from the account.
-- Whoever resolves a hold has locked its account by then: two can never be at it together.
CREATE FUNCTION ledger_write_holds(
  p_ids UUID[], p_standing UUID[], p_released UUID[], p_account_ids UUID[],
  p_step_transactions INT[], p_step_accounts INT[], p_step_amounts BIGINT[], p_step_holds BIGINT[]
) RETURNS VOID LANGUAGE plpgsql AS $$
DECLARE
  releases BIGINT;
  resolved BIGINT;
BEGIN
  INSERT INTO "ledger_hold" ("transaction_id", "account_id", "amount_minor")
    SELECT p_ids[s.transaction], p_account_ids[s.account], s.held
      FROM unnest(p_step_transactions, p_step_accounts, p_step_holds) s(transaction, account, held)
      WHERE s.held > 0 AND p_standing[s.transaction] = p_ids[s.transaction];

  SELECT count(*) INTO releases FROM unnest(p_step_transactions, p_step_holds) s(transaction, held)
    WHERE s.held < 0 AND p_standing[s.transaction] = p_ids[s.transaction];
  INSERT INTO "ledger_hold_resolution" ("hold_id", "transaction_id")
    SELECT h."transaction_id", p_ids[r.n]
      FROM unnest(p_released) WITH ORDINALITY r(hold, n) JOIN "ledger_hold" h ON h."transaction_id" = r.hold
      WHERE p_standing[r.n] = p_ids[r.n] AND (
        SELECT sum(s.held) = -h."amount_minor" AND sum(s.amount) >= -h."amount_minor"
          FROM unnest(p_step_transactions, p_step_accounts, p_step_amounts, p_step_holds)
            AS s(transaction, account, amount, held)
          WHERE s.transaction = r.n AND p_account_ids[s.account] = h."account_id" AND s.held <= 0)
    ON CONFLICT ("hold_id") DO NOTHING;
  GET DIAGNOSTICS resolved = ROW_COUNT;
  IF resolved <> releases THEN
    RAISE EXCEPTION 'ledger_open_hold: a hold does not stand as told, or was resolved before'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_open_hold';
  END IF;
END $$;

-- Adds what a batch does to the rows of its accounts, opens those that are not there, and answers with the rows as
-- they stood. Accounts of parties come first, in the order of their names: one order of waiting for every call.
CREATE FUNCTION ledger_change_accounts(
  p_proposed UUID[], p_parties UUID[], p_currencies BPCHAR[], p_purposes TEXT[], p_floors BIGINT[],
  p_nets BIGINT[], p_holds BIGINT[], p_lowest BIGINT[], p_entries BIGINT[],
  OUT ids UUID[], OUT balances BIGINT[], OUT versions BIGINT[]
) LANGUAGE plpgsql AS $$
DECLARE
  item RECORD;
BEGIN
  ids := array_fill(NULL::uuid, ARRAY[cardinality(p_parties)]);
  balances := array_fill(NULL::bigint, ARRAY[cardinality(p_parties)]);
  versions := balances;
  LOOP
    FOR item IN
      UPDATE "ledger_account" o
        SET "balance_minor" = o."balance_minor" + u.net, "held_minor" = o."held_minor" + u.held,
          "version" = o."version" + u.entries
        FROM (
          SELECT * FROM unnest(p_parties, p_currencies, p_purposes, p_nets, p_holds, p_lowest, p_entries) WITH ORDINALITY
            AS b(party, currency, purpose, net, held, lowest, entries, n)
            WHERE ids[b.n] IS NULL
            ORDER BY b.party, b.currency, b.purpose
        ) u
        WHERE o."party_id" = u.party AND o."currency" = u.currency AND o."purpose" = u.purpose
        RETURNING u.n, o."id", o."balance_minor" - u.net AS balance, o."version" - u.entries AS version,
          o."balance_minor" - u.net - o."held_minor" + u.held + u.lowest < o."floor_minor" AS overdrawn
    LOOP
      IF item.overdrawn THEN
        RAISE EXCEPTION 'ledger_account_floor: account % would be left with less than its floor', item."id"
          USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_account_floor';
      END IF;
      ids[item.n] := item."id";
      balances[item.n] := item.balance;
      versions[item.n] := item.version;
    END LOOP;
    FOR a IN 1..cardinality(p_parties) LOOP
      IF p_parties[a] IS NULL AND ids[a] IS NULL THEN
        ids[a] := ledger_add_to_shared(
          p_currencies[a], p_purposes[a], p_nets[a], p_holds[a], p_lowest[a], p_entries[a]);
      END IF;
    END LOOP;
    IF array_position(ids, NULL) IS NULL THEN
      RETURN;
    END IF;
    PERFORM ledger_open_accounts(p_proposed, p_parties, p_currencies, p_purposes, p_floors, ids);
  END LOOP;
END $$;

-- The one way to post: books all transactions of the batch that are not booked yet, or none.
--
--   a transaction: p_ids (proposed), p_keys, p_hashes, p_kinds, p_references; p_released is the hold it resolves
--   an account, each once: p_account_ids (proposed, should it have to be opened), p_parties (null for the system),
--     p_currencies, p_purposes, p_floors
--   a step, those of the first transaction first: p_step_transactions and p_step_accounts by their place in the batch;
--     what it adds to the balance (p_step_amounts) or to what is held (p_step_holds), the other being zero
--
-- Steps take effect in their order, and none may leave an account less than its floor, holds counted as gone.
-- Answers with the ids that stand under the keys: one that was not proposed was booked before. Keys are waited for
-- by their text, before any account; so two calls never wait for each other.
CREATE FUNCTION ledger_post(
  p_ids UUID[], p_keys TEXT[], p_hashes TEXT[], p_kinds TEXT[], p_references TEXT[], p_released UUID[],
  p_account_ids UUID[], p_parties UUID[], p_currencies BPCHAR[], p_purposes TEXT[], p_floors BIGINT[],
  p_step_transactions INT[], p_step_accounts INT[], p_step_amounts BIGINT[], p_step_holds BIGINT[]
) RETURNS UUID[] LANGUAGE plpgsql
-- Plans are made once, perhaps while the tables are small: they have to search indexes all the same.
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off
AS $$
DECLARE
  standing UUID[] := p_ids;
  claimed INT;
  -- What the batch does to each account: to its balance, to what is held, and the lowest that it leaves of both.
  nets BIGINT[] := array_fill(0::bigint, ARRAY[cardinality(p_parties)]);
  holds BIGINT[] := nets;
  lowest BIGINT[] := nets;
  entries BIGINT[] := nets;
  account RECORD;
  -- The steps as entries. No line where a step is none, or its transaction was booked before.
  lines INT[] := array_fill(NULL::int, ARRAY[cardinality(p_step_accounts)]);
  entry_nets BIGINT[] := lines;
  entry_numbers BIGINT[] := lines;
  holding BOOLEAN := false;
  t INT := 0;
  a INT;
  line INT;
BEGIN
  INSERT INTO "ledger_transaction" ("id", "idempotency_key", "request_hash", "kind", "reference", "recorded_at")
    SELECT k.id, k.key, k.hash, k.kind, k.reference, clock_timestamp()
      FROM unnest(p_ids, p_keys, p_hashes, p_kinds, p_references) WITH ORDINALITY
        AS k(id, key, hash, kind, reference, n)
      ORDER BY k.key, k.n
    ON CONFLICT ("idempotency_key") DO NOTHING;
  GET DIAGNOSTICS claimed = ROW_COUNT;
  IF claimed < cardinality(p_ids) THEN
    standing := ledger_standing(p_keys, p_hashes);
  END IF;

  FOR s IN 1..cardinality(p_step_accounts) LOOP
    IF t <> p_step_transactions[s] THEN
      t := p_step_transactions[s];
      line := 0;
    END IF;
    CONTINUE WHEN standing[t] <> p_ids[t];
    a := p_step_accounts[s];
    IF p_step_amounts[s] = 0 THEN
      holding := true;
      holds[a] := holds[a] + p_step_holds[s];
    ELSE
      line := line + 1;
      lines[s] := line;
      nets[a] := nets[a] + p_step_amounts[s];
      entry_nets[s] := nets[a];
      entries[a] := entries[a] + 1;
      entry_numbers[s] := entries[a];
    END IF;
    IF nets[a] - holds[a] < lowest[a] THEN
      lowest[a] := nets[a] - holds[a];
    END IF;
  END LOOP;

  account := ledger_change_accounts(
    p_account_ids, p_parties, p_currencies, p_purposes, p_floors, nets, holds, lowest, entries);

  INSERT INTO "ledger_entry"
    SELECT p_ids[e.transaction], e.line, account.ids[e.account], e.amount,
        account.versions[e.account] + e.number, account.balances[e.account] + e.net
      FROM unnest(p_step_transactions, lines, p_step_accounts, p_step_amounts, entry_numbers, entry_nets)
        AS e(transaction, line, account, amount, number, net)
      WHERE e.line IS NOT NULL;
  IF holding THEN
    PERFORM ledger_write_holds(p_ids, standing, p_released, account.ids,
      p_step_transactions, p_step_accounts, p_step_amounts, p_step_holds);
  END IF;
  RETURN standing;
END $$;
