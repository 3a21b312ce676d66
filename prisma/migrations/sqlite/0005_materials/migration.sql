-- The material library (BML), the materials of engines, and what the console keeps beside them.

CREATE TABLE IF NOT EXISTS linkis_ps_bml_resources (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "resource_id" TEXT NOT NULL,
  "is_private" INTEGER DEFAULT 0,
  "resource_header" INTEGER DEFAULT 0,
  "downloaded_file_name" TEXT,
  "sys" TEXT NOT NULL,
  "create_time" TEXT NOT NULL DEFAULT (strftime('%Y-%m-%d %H:%M:%S', 'now')),
  "owner" TEXT NOT NULL,
  "is_expire" INTEGER DEFAULT 0,
  "expire_type" TEXT,
  "expire_time" TEXT,
  "max_version" INTEGER DEFAULT 10,
  "update_time" TEXT NOT NULL DEFAULT (strftime('%Y-%m-%d %H:%M:%S', 'now')),
  "updator" TEXT,
  "enable_flag" INTEGER NOT NULL DEFAULT 1
);
CREATE UNIQUE INDEX IF NOT EXISTS uniq_rid_eflag ON linkis_ps_bml_resources ("resource_id", "enable_flag");
CREATE INDEX IF NOT EXISTS er_library_resource_owner ON linkis_ps_bml_resources ("owner", "sys");

CREATE TABLE IF NOT EXISTS linkis_ps_bml_resources_version (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "resource_id" TEXT NOT NULL,
  "file_md5" TEXT NOT NULL,
  "version" TEXT NOT NULL,
  "size" BIGINT NOT NULL,
  "start_byte" BIGINT NOT NULL DEFAULT 0,
  "end_byte" BIGINT NOT NULL DEFAULT 0,
  "resource" TEXT NOT NULL,
  "description" TEXT,
  "start_time" TEXT NOT NULL DEFAULT (strftime('%Y-%m-%d %H:%M:%S', 'now')),
  "end_time" TEXT NOT NULL DEFAULT (strftime('%Y-%m-%d %H:%M:%S', 'now')),
  "client_ip" TEXT NOT NULL,
  "updator" TEXT,
  "enable_flag" INTEGER NOT NULL DEFAULT 1
);
CREATE UNIQUE INDEX IF NOT EXISTS uniq_rid_version ON linkis_ps_bml_resources_version ("resource_id", "version");

CREATE TABLE IF NOT EXISTS linkis_ps_bml_resources_task (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "resource_id" TEXT,
  "version" TEXT,
  "operation" TEXT NOT NULL,
  "state" TEXT NOT NULL,
  "submit_user" TEXT NOT NULL DEFAULT '',
  "system" TEXT DEFAULT 'dss',
  "instance" TEXT NOT NULL,
  "client_ip" TEXT,
  "extra_params" TEXT,
  "err_msg" TEXT,
  "start_time" TEXT NOT NULL DEFAULT (strftime('%Y-%m-%d %H:%M:%S', 'now')),
  "end_time" TEXT,
  "last_update_time" TEXT NOT NULL
);

CREATE TABLE IF NOT EXISTS linkis_ps_resources_download_history (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "start_time" TEXT NOT NULL DEFAULT (strftime('%Y-%m-%d %H:%M:%S', 'now')),
  "end_time" TEXT NOT NULL DEFAULT (strftime('%Y-%m-%d %H:%M:%S', 'now')),
  "client_ip" TEXT NOT NULL,
  "state" INTEGER NOT NULL,
  "resource_id" TEXT NOT NULL,
  "version" TEXT NOT NULL,
  "downloader" TEXT NOT NULL
);

CREATE TABLE IF NOT EXISTS linkis_ps_bml_project (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "name" TEXT,
  "system" TEXT NOT NULL DEFAULT 'dss',
  "source" TEXT,
  "description" TEXT,
  "creator" TEXT NOT NULL,
  "enabled" INTEGER DEFAULT 1,
  "create_time" TEXT DEFAULT (strftime('%Y-%m-%d %H:%M:%S', 'now'))
);
CREATE UNIQUE INDEX IF NOT EXISTS uniq_name ON linkis_ps_bml_project ("name");

CREATE TABLE IF NOT EXISTS linkis_ps_bml_project_user (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "project_id" INTEGER NOT NULL,
  "username" TEXT,
  "priv" INTEGER NOT NULL DEFAULT 7,
  "creator" TEXT NOT NULL,
  "create_time" TEXT DEFAULT (strftime('%Y-%m-%d %H:%M:%S', 'now')),
  "expire_time" TEXT
);
CREATE UNIQUE INDEX IF NOT EXISTS uniq_name_pid ON linkis_ps_bml_project_user ("username", "project_id");

CREATE TABLE IF NOT EXISTS linkis_ps_bml_project_resource (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "project_id" INTEGER NOT NULL,
  "resource_id" TEXT
);
CREATE INDEX IF NOT EXISTS idx_resource_id ON linkis_ps_bml_project_resource ("resource_id");

CREATE TABLE IF NOT EXISTS er_blob (
  "sha256" TEXT NOT NULL,
  "md5" TEXT NOT NULL,
  "size" BIGINT NOT NULL,
  "block_crc" TEXT NOT NULL,
  "state" TEXT NOT NULL,
  "created_time" DATETIME NOT NULL,
  "touched_time" DATETIME NOT NULL,
  "checked_time" DATETIME,
  "fault" TEXT,
  PRIMARY KEY ("sha256")
);
CREATE INDEX IF NOT EXISTS er_blob_touched ON er_blob ("state", "touched_time");
CREATE INDEX IF NOT EXISTS er_blob_fault ON er_blob ("fault");
CREATE INDEX IF NOT EXISTS er_blob_checked ON er_blob ("state", "checked_time");

CREATE TABLE IF NOT EXISTS er_library_resource (
  "resource_id" TEXT NOT NULL,
  "last_version" INTEGER NOT NULL,
  "is_material" BOOLEAN NOT NULL DEFAULT 0,
  "expire_time" DATETIME,
  "deleted_time" DATETIME,
  "deleted_by" TEXT,
  "purge_time" DATETIME,
  PRIMARY KEY ("resource_id")
);
CREATE INDEX IF NOT EXISTS er_library_resource_expire ON er_library_resource ("expire_time");
CREATE INDEX IF NOT EXISTS er_library_resource_purge ON er_library_resource ("purge_time");

CREATE TABLE IF NOT EXISTS er_library_version (
  "resource_id" TEXT NOT NULL,
  "number" INTEGER NOT NULL,
  "version" TEXT NOT NULL,
  "sha256" TEXT,
  "size" BIGINT NOT NULL,
  "content_sha256" TEXT,
  "file_name" TEXT,
  "note" TEXT,
  "created_by" TEXT NOT NULL,
  "created_time" DATETIME NOT NULL,
  "protected_by" TEXT,
  "protected_time" DATETIME,
  "protected_note" TEXT,
  "deleted_time" DATETIME,
  "deleted_by" TEXT,
  "purge_time" DATETIME,
  PRIMARY KEY ("resource_id", "number")
);
CREATE INDEX IF NOT EXISTS er_library_version_blob ON er_library_version ("sha256");
CREATE INDEX IF NOT EXISTS er_library_version_content ON er_library_version ("content_sha256");
CREATE INDEX IF NOT EXISTS er_library_version_purge ON er_library_version ("purge_time");

CREATE TABLE IF NOT EXISTS linkis_cg_engine_conn_plugin_bml_resources (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "engine_conn_type" TEXT NOT NULL,
  "version" TEXT,
  "file_name" TEXT,
  "file_size" BIGINT NOT NULL DEFAULT 0,
  "last_modified" BIGINT,
  "bml_resource_id" TEXT NOT NULL,
  "bml_resource_version" TEXT NOT NULL,
  "create_time" TEXT NOT NULL DEFAULT (strftime('%Y-%m-%d %H:%M:%S', 'now')),
  "last_update_time" TEXT NOT NULL DEFAULT (strftime('%Y-%m-%d %H:%M:%S', 'now'))
);
CREATE INDEX IF NOT EXISTS er_material_key ON linkis_cg_engine_conn_plugin_bml_resources ("engine_conn_type", "version", "file_name", "id");
CREATE INDEX IF NOT EXISTS er_material_create_time ON linkis_cg_engine_conn_plugin_bml_resources ("create_time", "id");
CREATE INDEX IF NOT EXISTS er_material_changed_time ON linkis_cg_engine_conn_plugin_bml_resources ("last_update_time", "id");
CREATE INDEX IF NOT EXISTS er_material_resource ON linkis_cg_engine_conn_plugin_bml_resources ("bml_resource_id");

CREATE TABLE IF NOT EXISTS er_material_engine (
  "engine_type" TEXT NOT NULL,
  "version_key" TEXT NOT NULL,
  "last_release" INTEGER NOT NULL,
  PRIMARY KEY ("engine_type", "version_key")
);

CREATE TABLE IF NOT EXISTS er_material_release (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "engine_type" TEXT NOT NULL,
  "version_key" TEXT NOT NULL,
  "number" INTEGER NOT NULL,
  "kind" TEXT NOT NULL,
  "file_name" TEXT,
  "file_size" BIGINT,
  "file_sha256" TEXT,
  "plugin_sha256" TEXT,
  "note" TEXT,
  "created_by" TEXT NOT NULL,
  "created_time" DATETIME NOT NULL
);
CREATE UNIQUE INDEX IF NOT EXISTS er_material_release_number ON er_material_release ("engine_type", "version_key", "number");
CREATE INDEX IF NOT EXISTS er_material_release_plugin ON er_material_release ("plugin_sha256");

CREATE TABLE IF NOT EXISTS er_material_release_file (
  "release_id" INTEGER NOT NULL,
  "file_name" TEXT NOT NULL,
  "resource_id" TEXT NOT NULL,
  "material_version" TEXT NOT NULL,
  "is_new" BOOLEAN NOT NULL,
  PRIMARY KEY ("release_id", "file_name")
);
CREATE INDEX IF NOT EXISTS er_material_release_file_version ON er_material_release_file ("resource_id", "material_version");

CREATE TABLE IF NOT EXISTS er_material_upload (
  "id" TEXT NOT NULL,
  "state" TEXT NOT NULL,
  "file_name" TEXT NOT NULL,
  "size" BIGINT NOT NULL,
  "sha256" TEXT,
  "received" BIGINT NOT NULL,
  "engine_type" TEXT,
  "engine_version" TEXT,
  "report" TEXT,
  "error" TEXT,
  "created_by" TEXT NOT NULL,
  "created_time" DATETIME NOT NULL,
  "updated_time" DATETIME NOT NULL,
  "lease_time" DATETIME,
  "lease_id" TEXT,
  PRIMARY KEY ("id")
);
CREATE INDEX IF NOT EXISTS er_material_upload_state ON er_material_upload ("state", "updated_time");
CREATE INDEX IF NOT EXISTS er_material_upload_user ON er_material_upload ("created_by", "created_time");

CREATE TABLE IF NOT EXISTS er_material_upload_part (
  "upload_id" TEXT NOT NULL,
  "start_byte" BIGINT NOT NULL,
  "size" INTEGER NOT NULL,
  "storage_key" TEXT NOT NULL,
  PRIMARY KEY ("upload_id", "start_byte")
);

CREATE TABLE IF NOT EXISTS er_material_upload_blob (
  "upload_id" TEXT NOT NULL,
  "sha256" TEXT NOT NULL,
  PRIMARY KEY ("upload_id", "sha256")
);
CREATE INDEX IF NOT EXISTS er_material_upload_blob_sha256 ON er_material_upload_blob ("sha256");

CREATE TABLE IF NOT EXISTS er_material_trash (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "engine_type" TEXT NOT NULL,
  "engine_version" TEXT NOT NULL,
  "version_key" TEXT NOT NULL,
  "materials" TEXT NOT NULL,
  "deleted_by" TEXT NOT NULL,
  "deleted_time" DATETIME NOT NULL,
  "purge_time" DATETIME NOT NULL
);
CREATE INDEX IF NOT EXISTS er_material_trash_purge ON er_material_trash ("purge_time");
CREATE INDEX IF NOT EXISTS er_material_trash_engine ON er_material_trash ("engine_type", "version_key");

CREATE TABLE IF NOT EXISTS er_engine_material (
  "ticket_id" TEXT NOT NULL,
  "resource_id" TEXT NOT NULL,
  "file_name" TEXT NOT NULL,
  "material_version" TEXT NOT NULL,
  PRIMARY KEY ("ticket_id", "resource_id")
);
CREATE INDEX IF NOT EXISTS er_engine_material_version ON er_engine_material ("resource_id", "material_version");
