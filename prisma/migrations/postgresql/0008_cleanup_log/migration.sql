-- What happened to a cleanup, from its preview to the end of its archive.

CREATE TABLE IF NOT EXISTS er_cleanup_event (
  "id" SERIAL PRIMARY KEY,
  "run_id" INTEGER NOT NULL,
  "time" TIMESTAMP(0) NOT NULL,
  "actor" VARCHAR(128) NOT NULL,
  "action" VARCHAR(32) NOT NULL,
  "detail" TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS er_cleanup_event_run ON er_cleanup_event ("run_id", "id");
