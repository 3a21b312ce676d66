-- The context service: Linkis' tables, with the indexes that its reads and every cleanup need.

CREATE TABLE IF NOT EXISTS linkis_ps_cs_context_id (
  "id" SERIAL PRIMARY KEY,
  "user" VARCHAR(32),
  "application" VARCHAR(32),
  "source" VARCHAR(255),
  "expire_type" VARCHAR(32),
  "expire_time" TIMESTAMP(0),
  "instance" VARCHAR(128),
  "backup_instance" VARCHAR(255),
  "update_time" TIMESTAMP(0) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "create_time" TIMESTAMP(0) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "access_time" TIMESTAMP(0) NOT NULL DEFAULT CURRENT_TIMESTAMP
);
CREATE INDEX IF NOT EXISTS idx_instance ON linkis_ps_cs_context_id ("instance");
CREATE INDEX IF NOT EXISTS er_context_create_time ON linkis_ps_cs_context_id ("create_time", "id");
CREATE INDEX IF NOT EXISTS er_context_update_time ON linkis_ps_cs_context_id ("update_time", "id");
CREATE INDEX IF NOT EXISTS er_context_access_time ON linkis_ps_cs_context_id ("access_time", "id");
CREATE INDEX IF NOT EXISTS er_context_user ON linkis_ps_cs_context_id ("user", "create_time", "id");

CREATE TABLE IF NOT EXISTS linkis_ps_cs_context_map (
  "id" SERIAL PRIMARY KEY,
  "key" VARCHAR(128),
  "context_scope" VARCHAR(32),
  "context_type" VARCHAR(32),
  "props" TEXT,
  "value" TEXT,
  "context_id" INTEGER,
  "keywords" TEXT,
  "update_time" TIMESTAMP(0) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "create_time" TIMESTAMP(0) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "access_time" TIMESTAMP(0) NOT NULL DEFAULT CURRENT_TIMESTAMP
);
CREATE UNIQUE INDEX IF NOT EXISTS uniq_key_cid_ctype ON linkis_ps_cs_context_map ("key", "context_id", "context_type");
CREATE INDEX IF NOT EXISTS er_context_value_context ON linkis_ps_cs_context_map ("context_id", "id");

CREATE TABLE IF NOT EXISTS linkis_ps_cs_context_map_listener (
  "id" SERIAL PRIMARY KEY,
  "listener_source" VARCHAR(255),
  "key_id" INTEGER,
  "update_time" TIMESTAMP(0) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "create_time" TIMESTAMP(0) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "access_time" TIMESTAMP(0) NOT NULL DEFAULT CURRENT_TIMESTAMP
);
CREATE INDEX IF NOT EXISTS er_context_value_listener_value ON linkis_ps_cs_context_map_listener ("key_id", "id");

CREATE TABLE IF NOT EXISTS linkis_ps_cs_context_history (
  "id" SERIAL PRIMARY KEY,
  "context_id" INTEGER,
  "source" TEXT,
  "context_type" VARCHAR(32),
  "history_json" TEXT,
  "keyword" VARCHAR(255),
  "update_time" TIMESTAMP(0) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "create_time" TIMESTAMP(0) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "access_time" TIMESTAMP(0) NOT NULL DEFAULT CURRENT_TIMESTAMP
);
CREATE INDEX IF NOT EXISTS er_context_history_context ON linkis_ps_cs_context_history ("context_id", "id");

CREATE TABLE IF NOT EXISTS linkis_ps_cs_context_listener (
  "id" SERIAL PRIMARY KEY,
  "listener_source" VARCHAR(255),
  "context_id" INTEGER,
  "update_time" TIMESTAMP(0) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "create_time" TIMESTAMP(0) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "access_time" TIMESTAMP(0) NOT NULL DEFAULT CURRENT_TIMESTAMP
);
CREATE INDEX IF NOT EXISTS er_context_listener_context ON linkis_ps_cs_context_listener ("context_id", "id");
