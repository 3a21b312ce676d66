-- The material library (BML), the materials of engines, and what the console keeps beside them.

CREATE TABLE IF NOT EXISTS linkis_ps_bml_resources (
  "id" BIGSERIAL PRIMARY KEY,
  "resource_id" VARCHAR(50) NOT NULL,
  "is_private" INTEGER DEFAULT 0,
  "resource_header" INTEGER DEFAULT 0,
  "downloaded_file_name" VARCHAR(200),
  "sys" VARCHAR(100) NOT NULL,
  "create_time" TIMESTAMP(0) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "owner" VARCHAR(200) NOT NULL,
  "is_expire" INTEGER DEFAULT 0,
  "expire_type" VARCHAR(50),
  "expire_time" VARCHAR(50),
  "max_version" INTEGER DEFAULT 10,
  "update_time" TIMESTAMP(0) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "updator" VARCHAR(50),
  "enable_flag" INTEGER NOT NULL DEFAULT 1
);
CREATE UNIQUE INDEX IF NOT EXISTS uniq_rid_eflag ON linkis_ps_bml_resources ("resource_id", "enable_flag");
CREATE INDEX IF NOT EXISTS er_library_resource_owner ON linkis_ps_bml_resources ("owner", "sys");

CREATE TABLE IF NOT EXISTS linkis_ps_bml_resources_version (
  "id" BIGSERIAL PRIMARY KEY,
  "resource_id" VARCHAR(50) NOT NULL,
  "file_md5" VARCHAR(32) NOT NULL,
  "version" VARCHAR(20) NOT NULL,
  "size" BIGINT NOT NULL,
  "start_byte" BIGINT NOT NULL DEFAULT 0,
  "end_byte" BIGINT NOT NULL DEFAULT 0,
  "resource" VARCHAR(2000) NOT NULL,
  "description" VARCHAR(2000),
  "start_time" TIMESTAMP(0) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "end_time" TIMESTAMP(0) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "client_ip" VARCHAR(200) NOT NULL,
  "updator" VARCHAR(50),
  "enable_flag" INTEGER NOT NULL DEFAULT 1
);
CREATE UNIQUE INDEX IF NOT EXISTS uniq_rid_version ON linkis_ps_bml_resources_version ("resource_id", "version");

CREATE TABLE IF NOT EXISTS linkis_ps_bml_resources_task (
  "id" BIGSERIAL PRIMARY KEY,
  "resource_id" VARCHAR(50),
  "version" VARCHAR(20),
  "operation" VARCHAR(20) NOT NULL,
  "state" VARCHAR(20) NOT NULL,
  "submit_user" VARCHAR(128) NOT NULL DEFAULT '',
  "system" VARCHAR(20) DEFAULT 'dss',
  "instance" VARCHAR(128) NOT NULL,
  "client_ip" VARCHAR(50),
  "extra_params" TEXT,
  "err_msg" VARCHAR(2000),
  "start_time" TIMESTAMP(0) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "end_time" TIMESTAMP(0),
  "last_update_time" TIMESTAMP(0) NOT NULL
);

CREATE TABLE IF NOT EXISTS linkis_ps_resources_download_history (
  "id" BIGSERIAL PRIMARY KEY,
  "start_time" TIMESTAMP(0) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "end_time" TIMESTAMP(0) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "client_ip" VARCHAR(200) NOT NULL,
  "state" INTEGER NOT NULL,
  "resource_id" VARCHAR(50) NOT NULL,
  "version" VARCHAR(20) NOT NULL,
  "downloader" VARCHAR(50) NOT NULL
);

CREATE TABLE IF NOT EXISTS linkis_ps_bml_project (
  "id" SERIAL PRIMARY KEY,
  "name" VARCHAR(128),
  "system" VARCHAR(64) NOT NULL DEFAULT 'dss',
  "source" VARCHAR(1024),
  "description" VARCHAR(1024),
  "creator" VARCHAR(128) NOT NULL,
  "enabled" INTEGER DEFAULT 1,
  "create_time" TIMESTAMP(0) DEFAULT CURRENT_TIMESTAMP
);
CREATE UNIQUE INDEX IF NOT EXISTS uniq_name ON linkis_ps_bml_project ("name");

CREATE TABLE IF NOT EXISTS linkis_ps_bml_project_user (
  "id" SERIAL PRIMARY KEY,
  "project_id" INTEGER NOT NULL,
  "username" VARCHAR(64),
  "priv" INTEGER NOT NULL DEFAULT 7,
  "creator" VARCHAR(128) NOT NULL,
  "create_time" TIMESTAMP(0) DEFAULT CURRENT_TIMESTAMP,
  "expire_time" TIMESTAMP(0)
);
CREATE UNIQUE INDEX IF NOT EXISTS uniq_name_pid ON linkis_ps_bml_project_user ("username", "project_id");

CREATE TABLE IF NOT EXISTS linkis_ps_bml_project_resource (
  "id" SERIAL PRIMARY KEY,
  "project_id" INTEGER NOT NULL,
  "resource_id" VARCHAR(128)
);
CREATE INDEX IF NOT EXISTS idx_resource_id ON linkis_ps_bml_project_resource ("resource_id");

CREATE TABLE IF NOT EXISTS er_blob (
  "sha256" VARCHAR(64) NOT NULL,
  "md5" VARCHAR(32) NOT NULL,
  "size" BIGINT NOT NULL,
  "block_crc" TEXT NOT NULL,
  "state" VARCHAR(16) NOT NULL,
  "created_time" TIMESTAMP(0) NOT NULL,
  "touched_time" TIMESTAMP(0) NOT NULL,
  "checked_time" TIMESTAMP(0),
  "fault" VARCHAR(500),
  PRIMARY KEY ("sha256")
);
CREATE INDEX IF NOT EXISTS er_blob_touched ON er_blob ("state", "touched_time");
CREATE INDEX IF NOT EXISTS er_blob_fault ON er_blob ("fault");
CREATE INDEX IF NOT EXISTS er_blob_checked ON er_blob ("state", "checked_time");

CREATE TABLE IF NOT EXISTS er_library_resource (
  "resource_id" VARCHAR(50) NOT NULL,
  "last_version" INTEGER NOT NULL,
  "is_material" BOOLEAN NOT NULL DEFAULT false,
  "expire_time" TIMESTAMP(0),
  "deleted_time" TIMESTAMP(0),
  "deleted_by" VARCHAR(128),
  "purge_time" TIMESTAMP(0),
  PRIMARY KEY ("resource_id")
);
CREATE INDEX IF NOT EXISTS er_library_resource_expire ON er_library_resource ("expire_time");
CREATE INDEX IF NOT EXISTS er_library_resource_purge ON er_library_resource ("purge_time");

CREATE TABLE IF NOT EXISTS er_library_version (
  "resource_id" VARCHAR(50) NOT NULL,
  "number" INTEGER NOT NULL,
  "version" VARCHAR(20) NOT NULL,
  "sha256" VARCHAR(64),
  "size" BIGINT NOT NULL,
  "content_sha256" VARCHAR(64),
  "file_name" VARCHAR(255),
  "note" TEXT,
  "created_by" VARCHAR(128) NOT NULL,
  "created_time" TIMESTAMP(0) NOT NULL,
  "protected_by" VARCHAR(128),
  "protected_time" TIMESTAMP(0),
  "protected_note" TEXT,
  "deleted_time" TIMESTAMP(0),
  "deleted_by" VARCHAR(128),
  "purge_time" TIMESTAMP(0),
  PRIMARY KEY ("resource_id", "number")
);
CREATE INDEX IF NOT EXISTS er_library_version_blob ON er_library_version ("sha256");
CREATE INDEX IF NOT EXISTS er_library_version_content ON er_library_version ("content_sha256");
CREATE INDEX IF NOT EXISTS er_library_version_purge ON er_library_version ("purge_time");

CREATE TABLE IF NOT EXISTS linkis_cg_engine_conn_plugin_bml_resources (
  "id" BIGSERIAL PRIMARY KEY,
  "engine_conn_type" VARCHAR(100) NOT NULL,
  "version" VARCHAR(100),
  "file_name" VARCHAR(255),
  "file_size" BIGINT NOT NULL DEFAULT 0,
  "last_modified" BIGINT,
  "bml_resource_id" VARCHAR(100) NOT NULL,
  "bml_resource_version" VARCHAR(200) NOT NULL,
  "create_time" TIMESTAMP(0) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "last_update_time" TIMESTAMP(0) NOT NULL DEFAULT CURRENT_TIMESTAMP
);
CREATE INDEX IF NOT EXISTS er_material_key ON linkis_cg_engine_conn_plugin_bml_resources ("engine_conn_type", "version" NULLS FIRST, "file_name" NULLS FIRST, "id");
CREATE INDEX IF NOT EXISTS er_material_create_time ON linkis_cg_engine_conn_plugin_bml_resources ("create_time", "id");
CREATE INDEX IF NOT EXISTS er_material_changed_time ON linkis_cg_engine_conn_plugin_bml_resources ("last_update_time", "id");
CREATE INDEX IF NOT EXISTS er_material_resource ON linkis_cg_engine_conn_plugin_bml_resources ("bml_resource_id");

CREATE TABLE IF NOT EXISTS er_material_engine (
  "engine_type" VARCHAR(100) NOT NULL,
  "version_key" VARCHAR(100) NOT NULL,
  "last_release" INTEGER NOT NULL,
  PRIMARY KEY ("engine_type", "version_key")
);

CREATE TABLE IF NOT EXISTS er_material_release (
  "id" SERIAL PRIMARY KEY,
  "engine_type" VARCHAR(100) NOT NULL,
  "version_key" VARCHAR(100) NOT NULL,
  "number" INTEGER NOT NULL,
  "kind" VARCHAR(16) NOT NULL,
  "file_name" VARCHAR(255),
  "file_size" BIGINT,
  "file_sha256" VARCHAR(64),
  "plugin_sha256" VARCHAR(64),
  "note" TEXT,
  "created_by" VARCHAR(128) NOT NULL,
  "created_time" TIMESTAMP(0) NOT NULL
);
CREATE UNIQUE INDEX IF NOT EXISTS er_material_release_number ON er_material_release ("engine_type", "version_key", "number");
CREATE INDEX IF NOT EXISTS er_material_release_plugin ON er_material_release ("plugin_sha256");

CREATE TABLE IF NOT EXISTS er_material_release_file (
  "release_id" INTEGER NOT NULL,
  "file_name" VARCHAR(255) NOT NULL,
  "resource_id" VARCHAR(50) NOT NULL,
  "material_version" VARCHAR(20) NOT NULL,
  "is_new" BOOLEAN NOT NULL,
  PRIMARY KEY ("release_id", "file_name")
);
CREATE INDEX IF NOT EXISTS er_material_release_file_version ON er_material_release_file ("resource_id", "material_version");

CREATE TABLE IF NOT EXISTS er_material_upload (
  "id" VARCHAR(36) NOT NULL,
  "state" VARCHAR(16) NOT NULL,
  "file_name" VARCHAR(255) NOT NULL,
  "size" BIGINT NOT NULL,
  "sha256" VARCHAR(64),
  "received" BIGINT NOT NULL,
  "engine_type" VARCHAR(100),
  "engine_version" VARCHAR(100),
  "report" TEXT,
  "error" TEXT,
  "created_by" VARCHAR(128) NOT NULL,
  "created_time" TIMESTAMP(0) NOT NULL,
  "updated_time" TIMESTAMP(0) NOT NULL,
  "lease_time" TIMESTAMP(0),
  "lease_id" VARCHAR(36),
  PRIMARY KEY ("id")
);
CREATE INDEX IF NOT EXISTS er_material_upload_state ON er_material_upload ("state", "updated_time");
CREATE INDEX IF NOT EXISTS er_material_upload_user ON er_material_upload ("created_by", "created_time");

CREATE TABLE IF NOT EXISTS er_material_upload_part (
  "upload_id" VARCHAR(36) NOT NULL,
  "start_byte" BIGINT NOT NULL,
  "size" INTEGER NOT NULL,
  "storage_key" VARCHAR(255) NOT NULL,
  PRIMARY KEY ("upload_id", "start_byte")
);

CREATE TABLE IF NOT EXISTS er_material_upload_blob (
  "upload_id" VARCHAR(36) NOT NULL,
  "sha256" VARCHAR(64) NOT NULL,
  PRIMARY KEY ("upload_id", "sha256")
);
CREATE INDEX IF NOT EXISTS er_material_upload_blob_sha256 ON er_material_upload_blob ("sha256");

CREATE TABLE IF NOT EXISTS er_material_trash (
  "id" SERIAL PRIMARY KEY,
  "engine_type" VARCHAR(100) NOT NULL,
  "engine_version" VARCHAR(100) NOT NULL,
  "version_key" VARCHAR(100) NOT NULL,
  "materials" TEXT NOT NULL,
  "deleted_by" VARCHAR(128) NOT NULL,
  "deleted_time" TIMESTAMP(0) NOT NULL,
  "purge_time" TIMESTAMP(0) NOT NULL
);
CREATE INDEX IF NOT EXISTS er_material_trash_purge ON er_material_trash ("purge_time");
CREATE INDEX IF NOT EXISTS er_material_trash_engine ON er_material_trash ("engine_type", "version_key");

CREATE TABLE IF NOT EXISTS er_engine_material (
  "ticket_id" VARCHAR(100) NOT NULL,
  "resource_id" VARCHAR(50) NOT NULL,
  "file_name" VARCHAR(255) NOT NULL,
  "material_version" VARCHAR(20) NOT NULL,
  PRIMARY KEY ("ticket_id", "resource_id")
);
CREATE INDEX IF NOT EXISTS er_engine_material_version ON er_engine_material ("resource_id", "material_version");
