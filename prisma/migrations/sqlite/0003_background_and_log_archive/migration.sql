-- Runs of background tasks, the archive of logs, and a way to find what was reported since a moment.

CREATE TABLE IF NOT EXISTS er_background_run (
  "id" TEXT NOT NULL,
  "task" TEXT NOT NULL,
  "slot_time" DATETIME NOT NULL,
  "state" TEXT NOT NULL,
  "worker" TEXT NOT NULL,
  "attempts" INTEGER NOT NULL,
  "started_time" DATETIME NOT NULL,
  "heartbeat_time" DATETIME NOT NULL,
  "lease_time" DATETIME NOT NULL,
  "ended_time" DATETIME,
  "error" TEXT,
  PRIMARY KEY ("id")
);
CREATE INDEX IF NOT EXISTS er_background_run_lease ON er_background_run ("task", "state", "lease_time");
CREATE INDEX IF NOT EXISTS er_background_run_slot ON er_background_run ("slot_time");

CREATE TABLE IF NOT EXISTS er_background_position (
  "name" TEXT NOT NULL,
  "value" TEXT NOT NULL,
  "updated_time" DATETIME NOT NULL,
  PRIMARY KEY ("name")
);

CREATE TABLE IF NOT EXISTS er_log_archive (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "ticket_id" TEXT NOT NULL,
  "stream" TEXT NOT NULL,
  "state" TEXT NOT NULL,
  "state_time" DATETIME NOT NULL,
  "ended_time" DATETIME,
  "due_time" DATETIME,
  "claim_id" TEXT,
  "attempts" INTEGER NOT NULL DEFAULT 0,
  "error" TEXT,
  "source_instance" TEXT,
  "source_ecm" TEXT,
  "raw_bytes" BIGINT,
  "stored_bytes" BIGINT,
  "block_bytes" INTEGER,
  "sha256" TEXT,
  "index_sha256" TEXT,
  "storage" TEXT,
  "storage_key" TEXT,
  "pending_key" TEXT,
  "modified_time" DATETIME,
  "archived_time" DATETIME,
  "expires_time" DATETIME
);
CREATE UNIQUE INDEX IF NOT EXISTS er_log_archive_log ON er_log_archive ("ticket_id", "stream");
CREATE INDEX IF NOT EXISTS er_log_archive_due ON er_log_archive ("state", "due_time", "id");
CREATE INDEX IF NOT EXISTS er_log_archive_expires ON er_log_archive ("state", "expires_time", "id");

CREATE INDEX IF NOT EXISTS er_engine_event_received ON er_engine_event ("received_time", "event_id");
