-- Cleanups: frozen sets, what was removed from them, and what is protected.

CREATE TABLE IF NOT EXISTS er_cleanup_run (
  "id" SERIAL PRIMARY KEY,
  "subject" VARCHAR(32) NOT NULL,
  "state" VARCHAR(16) NOT NULL,
  "rule" TEXT NOT NULL,
  "preview" TEXT NOT NULL,
  "reason" TEXT,
  "created_by" VARCHAR(128) NOT NULL,
  "created_time" TIMESTAMP(0) NOT NULL,
  "started_by" VARCHAR(128),
  "started_time" TIMESTAMP(0),
  "finished_time" TIMESTAMP(0),
  "frozen" INTEGER NOT NULL,
  "processed" INTEGER NOT NULL,
  "removed" INTEGER NOT NULL,
  "skipped" INTEGER NOT NULL,
  "child_rows" BIGINT NOT NULL,
  "archived_bytes" BIGINT NOT NULL,
  "batch_size" INTEGER NOT NULL,
  "batches" INTEGER NOT NULL,
  "work_milliseconds" BIGINT NOT NULL,
  "undo_until" TIMESTAMP(0),
  "undo_user" VARCHAR(128),
  "undo_batch" INTEGER NOT NULL,
  "restored" INTEGER NOT NULL,
  "not_restored" INTEGER NOT NULL,
  "error" TEXT
);
CREATE INDEX IF NOT EXISTS er_cleanup_run_state ON er_cleanup_run ("state", "id");

CREATE TABLE IF NOT EXISTS er_cleanup_chunk (
  "run_id" INTEGER NOT NULL,
  "number" INTEGER NOT NULL,
  "size" INTEGER NOT NULL,
  "ids" BYTEA NOT NULL,
  PRIMARY KEY ("run_id", "number")
);

CREATE TABLE IF NOT EXISTS er_cleanup_batch (
  "run_id" INTEGER NOT NULL,
  "number" INTEGER NOT NULL,
  "storage" VARCHAR(16) NOT NULL,
  "segment" VARCHAR(200) NOT NULL,
  "sha256" VARCHAR(64) NOT NULL,
  "bytes" BIGINT NOT NULL,
  "removed" INTEGER NOT NULL,
  "child_rows" INTEGER NOT NULL,
  "first_id" BIGINT NOT NULL,
  "last_id" BIGINT NOT NULL,
  "time" TIMESTAMP(0) NOT NULL,
  PRIMARY KEY ("run_id", "number")
);

CREATE TABLE IF NOT EXISTS er_cleanup_skipped (
  "run_id" INTEGER NOT NULL,
  "item_id" BIGINT NOT NULL,
  "reason" VARCHAR(32) NOT NULL,
  PRIMARY KEY ("run_id", "item_id")
);

CREATE TABLE IF NOT EXISTS er_cleanup_protection (
  "id" SERIAL PRIMARY KEY,
  "subject" VARCHAR(32) NOT NULL,
  "kind" VARCHAR(16) NOT NULL,
  "value" VARCHAR(128) NOT NULL,
  "note" TEXT,
  "created_by" VARCHAR(128) NOT NULL,
  "created_time" TIMESTAMP(0) NOT NULL
);
CREATE UNIQUE INDEX IF NOT EXISTS er_cleanup_protection_value ON er_cleanup_protection ("subject", "kind", "value");

CREATE TABLE IF NOT EXISTS er_cleanup_lock (
  "subject" VARCHAR(32) NOT NULL,
  "holder" VARCHAR(64) NOT NULL,
  "lease_time" TIMESTAMP(0) NOT NULL,
  PRIMARY KEY ("subject")
);
