-- Runs of background tasks, the archive of logs, and a way to find what was reported since a moment.

CREATE TABLE IF NOT EXISTS er_background_run (
  "id" VARCHAR(100) NOT NULL,
  "task" VARCHAR(64) NOT NULL,
  "slot_time" TIMESTAMP(0) NOT NULL,
  "state" VARCHAR(16) NOT NULL,
  "worker" VARCHAR(128) NOT NULL,
  "attempts" INTEGER NOT NULL,
  "started_time" TIMESTAMP(0) NOT NULL,
  "heartbeat_time" TIMESTAMP(0) NOT NULL,
  "lease_time" TIMESTAMP(0) NOT NULL,
  "ended_time" TIMESTAMP(0),
  "error" TEXT,
  PRIMARY KEY ("id")
);
CREATE INDEX IF NOT EXISTS er_background_run_lease ON er_background_run ("task", "state", "lease_time");
CREATE INDEX IF NOT EXISTS er_background_run_slot ON er_background_run ("slot_time");

CREATE TABLE IF NOT EXISTS er_background_position (
  "name" VARCHAR(64) NOT NULL,
  "value" TEXT NOT NULL,
  "updated_time" TIMESTAMP(0) NOT NULL,
  PRIMARY KEY ("name")
);

CREATE TABLE IF NOT EXISTS er_log_archive (
  "id" SERIAL PRIMARY KEY,
  "ticket_id" VARCHAR(100) NOT NULL,
  "stream" VARCHAR(16) NOT NULL,
  "state" VARCHAR(16) NOT NULL,
  "state_time" TIMESTAMP(0) NOT NULL,
  "ended_time" TIMESTAMP(0),
  "due_time" TIMESTAMP(0),
  "claim_id" VARCHAR(36),
  "attempts" INTEGER NOT NULL DEFAULT 0,
  "error" TEXT,
  "source_instance" VARCHAR(128),
  "source_ecm" VARCHAR(128),
  "raw_bytes" BIGINT,
  "stored_bytes" BIGINT,
  "block_bytes" INTEGER,
  "sha256" VARCHAR(64),
  "index_sha256" VARCHAR(64),
  "storage" VARCHAR(16),
  "storage_key" VARCHAR(255),
  "pending_key" VARCHAR(255),
  "modified_time" TIMESTAMP(0),
  "archived_time" TIMESTAMP(0),
  "expires_time" TIMESTAMP(0)
);
CREATE UNIQUE INDEX IF NOT EXISTS er_log_archive_log ON er_log_archive ("ticket_id", "stream");
CREATE INDEX IF NOT EXISTS er_log_archive_due ON er_log_archive ("state", "due_time", "id");
CREATE INDEX IF NOT EXISTS er_log_archive_expires ON er_log_archive ("state", "expires_time", "id");

CREATE INDEX IF NOT EXISTS er_engine_event_received ON er_engine_event ("received_time", "event_id");
