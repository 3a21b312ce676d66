-- Cleanup: runs with their frozen sets, the archive of what they deleted, protections and policies.

CREATE TABLE IF NOT EXISTS er_cleanup_run (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "kind" TEXT NOT NULL,
  "subject" TEXT NOT NULL,
  "state" TEXT NOT NULL,
  "request" TEXT,
  "rule" TEXT NOT NULL,
  "frozen" TEXT,
  "preview" TEXT,
  "undo_of" INTEGER,
  "undo_user" TEXT,
  "policy_id" INTEGER,
  "deletes" BOOLEAN NOT NULL,
  "reason" TEXT,
  "created_by" TEXT NOT NULL,
  "created_time" DATETIME NOT NULL,
  "started_by" TEXT,
  "started_time" DATETIME,
  "ended_time" DATETIME,
  "total" INTEGER NOT NULL,
  "processed" INTEGER NOT NULL,
  "affected" INTEGER NOT NULL,
  "skipped" INTEGER NOT NULL,
  "batch_size" INTEGER NOT NULL,
  "running_ms" BIGINT NOT NULL,
  "epoch" INTEGER NOT NULL,
  "ids_sha256" TEXT,
  "error" TEXT,
  "storage" TEXT NOT NULL,
  "folder" TEXT NOT NULL,
  "undo_until" DATETIME
);
CREATE INDEX IF NOT EXISTS er_cleanup_run_state ON er_cleanup_run ("state", "id");
CREATE INDEX IF NOT EXISTS er_cleanup_run_subject ON er_cleanup_run ("subject", "id");
CREATE INDEX IF NOT EXISTS er_cleanup_run_policy ON er_cleanup_run ("policy_id", "id");
CREATE INDEX IF NOT EXISTS er_cleanup_run_undo_until ON er_cleanup_run ("undo_until", "id");

CREATE TABLE IF NOT EXISTS er_cleanup_chunk (
  "run_id" INTEGER NOT NULL,
  "number" INTEGER NOT NULL,
  "ids" TEXT NOT NULL,
  PRIMARY KEY ("run_id", "number")
);

CREATE TABLE IF NOT EXISTS er_cleanup_segment (
  "run_id" INTEGER NOT NULL,
  "number" INTEGER NOT NULL,
  "rows" INTEGER NOT NULL,
  "child_rows" INTEGER NOT NULL,
  "first_id" INTEGER NOT NULL,
  "last_id" INTEGER NOT NULL,
  "size_bytes" BIGINT NOT NULL,
  "sha256" TEXT NOT NULL,
  "object_key" TEXT NOT NULL,
  "ids" TEXT NOT NULL,
  "time" DATETIME NOT NULL,
  PRIMARY KEY ("run_id", "number")
);

CREATE TABLE IF NOT EXISTS er_cleanup_skipped (
  "run_id" INTEGER NOT NULL,
  "row_id" INTEGER NOT NULL,
  "reason" TEXT NOT NULL,
  PRIMARY KEY ("run_id", "row_id")
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

CREATE TABLE IF NOT EXISTS er_cleanup_policy (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "name" TEXT NOT NULL,
  "subject" TEXT NOT NULL,
  "rule" TEXT NOT NULL,
  "cron" TEXT NOT NULL,
  "time_zone" TEXT NOT NULL,
  "mode" TEXT NOT NULL,
  "enabled" BOOLEAN NOT NULL,
  "next_time" DATETIME,
  "created_by" TEXT NOT NULL,
  "created_time" DATETIME NOT NULL,
  "changed_by" TEXT NOT NULL,
  "changed_time" DATETIME NOT NULL
);
CREATE UNIQUE INDEX IF NOT EXISTS er_cleanup_policy_name ON er_cleanup_policy ("name");
CREATE INDEX IF NOT EXISTS er_cleanup_policy_next ON er_cleanup_policy ("next_time", "id");
