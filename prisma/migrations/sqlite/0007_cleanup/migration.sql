-- Cleanups: frozen sets, what was removed from them, and what is protected.

CREATE TABLE IF NOT EXISTS er_cleanup_run (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "subject" TEXT NOT NULL,
  "state" TEXT NOT NULL,
  "rule" TEXT NOT NULL,
  "preview" TEXT NOT NULL,
  "reason" TEXT,
  "created_by" TEXT NOT NULL,
  "created_time" DATETIME NOT NULL,
  "started_by" TEXT,
  "started_time" DATETIME,
  "finished_time" DATETIME,
  "frozen" INTEGER NOT NULL,
  "processed" INTEGER NOT NULL,
  "removed" INTEGER NOT NULL,
  "skipped" INTEGER NOT NULL,
  "child_rows" BIGINT NOT NULL,
  "archived_bytes" BIGINT NOT NULL,
  "batch_size" INTEGER NOT NULL,
  "batches" INTEGER NOT NULL,
  "work_milliseconds" BIGINT NOT NULL,
  "undo_until" DATETIME,
  "undo_user" TEXT,
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
  "ids" BLOB NOT NULL,
  PRIMARY KEY ("run_id", "number")
);

CREATE TABLE IF NOT EXISTS er_cleanup_batch (
  "run_id" INTEGER NOT NULL,
  "number" INTEGER NOT NULL,
  "storage" TEXT NOT NULL,
  "segment" TEXT NOT NULL,
  "sha256" TEXT NOT NULL,
  "bytes" BIGINT NOT NULL,
  "removed" INTEGER NOT NULL,
  "child_rows" INTEGER NOT NULL,
  "first_id" BIGINT NOT NULL,
  "last_id" BIGINT NOT NULL,
  "time" DATETIME NOT NULL,
  PRIMARY KEY ("run_id", "number")
);

CREATE TABLE IF NOT EXISTS er_cleanup_skipped (
  "run_id" INTEGER NOT NULL,
  "item_id" BIGINT NOT NULL,
  "reason" TEXT NOT NULL,
  PRIMARY KEY ("run_id", "item_id")
);

CREATE TABLE IF NOT EXISTS er_cleanup_protection (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "subject" TEXT NOT NULL,
  "kind" TEXT NOT NULL,
  "value" TEXT NOT NULL,
  "note" TEXT,
  "created_by" TEXT NOT NULL,
  "created_time" DATETIME NOT NULL
);
CREATE UNIQUE INDEX IF NOT EXISTS er_cleanup_protection_value ON er_cleanup_protection ("subject", "kind", "value");

CREATE TABLE IF NOT EXISTS er_cleanup_lock (
  "subject" TEXT NOT NULL,
  "holder" TEXT NOT NULL,
  "lease_time" DATETIME NOT NULL,
  PRIMARY KEY ("subject")
);
