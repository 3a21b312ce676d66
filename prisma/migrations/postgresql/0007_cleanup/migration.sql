-- Cleanup: runs with their frozen sets, the archive of what they deleted, protections and policies.

CREATE TABLE IF NOT EXISTS er_cleanup_run (
  "id" SERIAL PRIMARY KEY,
  "kind" VARCHAR(16) NOT NULL,
  "subject" VARCHAR(32) NOT NULL,
  "state" VARCHAR(16) NOT NULL,
  "request" VARCHAR(16),
  "rule" TEXT NOT NULL,
  "frozen" TEXT,
  "preview" TEXT,
  "undo_of" INTEGER,
  "undo_user" VARCHAR(128),
  "policy_id" INTEGER,
  "deletes" BOOLEAN NOT NULL,
  "reason" TEXT,
  "created_by" VARCHAR(128) NOT NULL,
  "created_time" TIMESTAMP(0) NOT NULL,
  "started_by" VARCHAR(128),
  "started_time" TIMESTAMP(0),
  "ended_time" TIMESTAMP(0),
  "total" INTEGER NOT NULL,
  "processed" INTEGER NOT NULL,
  "affected" INTEGER NOT NULL,
  "skipped" INTEGER NOT NULL,
  "batch_size" INTEGER NOT NULL,
  "running_ms" BIGINT NOT NULL,
  "epoch" INTEGER NOT NULL,
  "ids_sha256" VARCHAR(64),
  "error" TEXT,
  "storage" VARCHAR(8) NOT NULL,
  "folder" VARCHAR(64) NOT NULL,
  "undo_until" TIMESTAMP(0)
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
  "sha256" VARCHAR(64) NOT NULL,
  "object_key" VARCHAR(255) NOT NULL,
  "ids" TEXT NOT NULL,
  "time" TIMESTAMP(0) NOT NULL,
  PRIMARY KEY ("run_id", "number")
);

CREATE TABLE IF NOT EXISTS er_cleanup_skipped (
  "run_id" INTEGER NOT NULL,
  "row_id" INTEGER NOT NULL,
  "reason" VARCHAR(16) NOT NULL,
  PRIMARY KEY ("run_id", "row_id")
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

CREATE TABLE IF NOT EXISTS er_cleanup_policy (
  "id" SERIAL PRIMARY KEY,
  "name" VARCHAR(100) NOT NULL,
  "subject" VARCHAR(32) NOT NULL,
  "rule" TEXT NOT NULL,
  "cron" VARCHAR(100) NOT NULL,
  "time_zone" VARCHAR(64) NOT NULL,
  "mode" VARCHAR(16) NOT NULL,
  "enabled" BOOLEAN NOT NULL,
  "next_time" TIMESTAMP(0),
  "created_by" VARCHAR(128) NOT NULL,
  "created_time" TIMESTAMP(0) NOT NULL,
  "changed_by" VARCHAR(128) NOT NULL,
  "changed_time" TIMESTAMP(0) NOT NULL
);
CREATE UNIQUE INDEX IF NOT EXISTS er_cleanup_policy_name ON er_cleanup_policy ("name");
CREATE INDEX IF NOT EXISTS er_cleanup_policy_next ON er_cleanup_policy ("next_time", "id");
