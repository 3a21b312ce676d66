-- The context service: Linkis' tables, with the indexes that its reads and every cleanup need.

CREATE TABLE IF NOT EXISTS linkis_ps_cs_context_id (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "user" TEXT,
  "application" TEXT,
  "source" TEXT,
  "expire_type" TEXT,
  "expire_time" TEXT,
  "instance" TEXT,
  "backup_instance" TEXT,
  "update_time" TEXT NOT NULL DEFAULT (strftime('%Y-%m-%d %H:%M:%S', 'now')),
  "create_time" TEXT NOT NULL DEFAULT (strftime('%Y-%m-%d %H:%M:%S', 'now')),
  "access_time" TEXT NOT NULL DEFAULT (strftime('%Y-%m-%d %H:%M:%S', 'now'))
);
CREATE INDEX IF NOT EXISTS idx_instance ON linkis_ps_cs_context_id ("instance");
CREATE INDEX IF NOT EXISTS er_context_create_time ON linkis_ps_cs_context_id ("create_time", "id");
CREATE INDEX IF NOT EXISTS er_context_update_time ON linkis_ps_cs_context_id ("update_time", "id");
CREATE INDEX IF NOT EXISTS er_context_access_time ON linkis_ps_cs_context_id ("access_time", "id");
CREATE INDEX IF NOT EXISTS er_context_user ON linkis_ps_cs_context_id ("user", "create_time", "id");

CREATE TABLE IF NOT EXISTS linkis_ps_cs_context_map (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "key" TEXT,
  "context_scope" TEXT,
  "context_type" TEXT,
  "props" TEXT,
  "value" TEXT,
  "context_id" INTEGER,
  "keywords" TEXT,
  "update_time" TEXT NOT NULL DEFAULT (strftime('%Y-%m-%d %H:%M:%S', 'now')),
  "create_time" TEXT NOT NULL DEFAULT (strftime('%Y-%m-%d %H:%M:%S', 'now')),
  "access_time" TEXT NOT NULL DEFAULT (strftime('%Y-%m-%d %H:%M:%S', 'now'))
);
CREATE UNIQUE INDEX IF NOT EXISTS uniq_key_cid_ctype ON linkis_ps_cs_context_map ("key", "context_id", "context_type");
CREATE INDEX IF NOT EXISTS er_context_value_context ON linkis_ps_cs_context_map ("context_id", "id");

CREATE TABLE IF NOT EXISTS linkis_ps_cs_context_map_listener (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "listener_source" TEXT,
  "key_id" INTEGER,
  "update_time" TEXT NOT NULL DEFAULT (strftime('%Y-%m-%d %H:%M:%S', 'now')),
  "create_time" TEXT NOT NULL DEFAULT (strftime('%Y-%m-%d %H:%M:%S', 'now')),
  "access_time" TEXT NOT NULL DEFAULT (strftime('%Y-%m-%d %H:%M:%S', 'now'))
);
CREATE INDEX IF NOT EXISTS er_context_value_listener_value ON linkis_ps_cs_context_map_listener ("key_id", "id");

CREATE TABLE IF NOT EXISTS linkis_ps_cs_context_history (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "context_id" INTEGER,
  "source" TEXT,
  "context_type" TEXT,
  "history_json" TEXT,
  "keyword" TEXT,
  "update_time" TEXT NOT NULL DEFAULT (strftime('%Y-%m-%d %H:%M:%S', 'now')),
  "create_time" TEXT NOT NULL DEFAULT (strftime('%Y-%m-%d %H:%M:%S', 'now')),
  "access_time" TEXT NOT NULL DEFAULT (strftime('%Y-%m-%d %H:%M:%S', 'now'))
);
CREATE INDEX IF NOT EXISTS er_context_history_context ON linkis_ps_cs_context_history ("context_id", "id");

CREATE TABLE IF NOT EXISTS linkis_ps_cs_context_listener (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "listener_source" TEXT,
  "context_id" INTEGER,
  "update_time" TEXT NOT NULL DEFAULT (strftime('%Y-%m-%d %H:%M:%S', 'now')),
  "create_time" TEXT NOT NULL DEFAULT (strftime('%Y-%m-%d %H:%M:%S', 'now')),
  "access_time" TEXT NOT NULL DEFAULT (strftime('%Y-%m-%d %H:%M:%S', 'now'))
);
CREATE INDEX IF NOT EXISTS er_context_listener_context ON linkis_ps_cs_context_listener ("context_id", "id");
