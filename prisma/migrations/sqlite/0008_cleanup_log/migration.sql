-- What happened to a cleanup, from its preview to the end of its archive.

CREATE TABLE IF NOT EXISTS er_cleanup_event (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "run_id" INTEGER NOT NULL,
  "time" DATETIME NOT NULL,
  "actor" TEXT NOT NULL,
  "action" TEXT NOT NULL,
  "detail" TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS er_cleanup_event_run ON er_cleanup_event ("run_id", "id");
