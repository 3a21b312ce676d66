-- The material library (BML), the materials of engines, and what the console keeps beside them.

CREATE TABLE IF NOT EXISTS linkis_ps_bml_resources (
  `id` BIGINT NOT NULL AUTO_INCREMENT,
  `resource_id` VARCHAR(50) NOT NULL,
  `is_private` TINYINT DEFAULT 0,
  `resource_header` TINYINT DEFAULT 0,
  `downloaded_file_name` VARCHAR(200),
  `sys` VARCHAR(100) NOT NULL,
  `create_time` DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
  `owner` VARCHAR(200) NOT NULL,
  `is_expire` TINYINT DEFAULT 0,
  `expire_type` VARCHAR(50),
  `expire_time` VARCHAR(50),
  `max_version` INT DEFAULT 10,
  `update_time` DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
  `updator` VARCHAR(50),
  `enable_flag` TINYINT NOT NULL DEFAULT 1,
  PRIMARY KEY (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
CREATE UNIQUE INDEX uniq_rid_eflag ON linkis_ps_bml_resources (`resource_id`, `enable_flag`);
CREATE INDEX er_library_resource_owner ON linkis_ps_bml_resources (`owner`, `sys`);

CREATE TABLE IF NOT EXISTS linkis_ps_bml_resources_version (
  `id` BIGINT NOT NULL AUTO_INCREMENT,
  `resource_id` VARCHAR(50) NOT NULL,
  `file_md5` VARCHAR(32) NOT NULL,
  `version` VARCHAR(20) NOT NULL,
  `size` BIGINT NOT NULL,
  `start_byte` BIGINT NOT NULL DEFAULT 0,
  `end_byte` BIGINT NOT NULL DEFAULT 0,
  `resource` VARCHAR(2000) NOT NULL,
  `description` VARCHAR(2000),
  `start_time` DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
  `end_time` DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
  `client_ip` VARCHAR(200) NOT NULL,
  `updator` VARCHAR(50),
  `enable_flag` TINYINT NOT NULL DEFAULT 1,
  PRIMARY KEY (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
CREATE UNIQUE INDEX uniq_rid_version ON linkis_ps_bml_resources_version (`resource_id`, `version`);

CREATE TABLE IF NOT EXISTS linkis_ps_bml_resources_task (
  `id` BIGINT NOT NULL AUTO_INCREMENT,
  `resource_id` VARCHAR(50),
  `version` VARCHAR(20),
  `operation` VARCHAR(20) NOT NULL,
  `state` VARCHAR(20) NOT NULL,
  `submit_user` VARCHAR(128) NOT NULL DEFAULT '',
  `system` VARCHAR(20) DEFAULT 'dss',
  `instance` VARCHAR(128) NOT NULL,
  `client_ip` VARCHAR(50),
  `extra_params` TEXT,
  `err_msg` VARCHAR(2000),
  `start_time` DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
  `end_time` DATETIME,
  `last_update_time` DATETIME NOT NULL,
  PRIMARY KEY (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE IF NOT EXISTS linkis_ps_resources_download_history (
  `id` BIGINT NOT NULL AUTO_INCREMENT,
  `start_time` DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
  `end_time` DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
  `client_ip` VARCHAR(200) NOT NULL,
  `state` TINYINT NOT NULL,
  `resource_id` VARCHAR(50) NOT NULL,
  `version` VARCHAR(20) NOT NULL,
  `downloader` VARCHAR(50) NOT NULL,
  PRIMARY KEY (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE IF NOT EXISTS linkis_ps_bml_project (
  `id` INT NOT NULL AUTO_INCREMENT,
  `name` VARCHAR(128),
  `system` VARCHAR(64) NOT NULL DEFAULT 'dss',
  `source` VARCHAR(1024),
  `description` VARCHAR(1024),
  `creator` VARCHAR(128) NOT NULL,
  `enabled` TINYINT DEFAULT 1,
  `create_time` DATETIME DEFAULT CURRENT_TIMESTAMP,
  PRIMARY KEY (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
CREATE UNIQUE INDEX uniq_name ON linkis_ps_bml_project (`name`);

CREATE TABLE IF NOT EXISTS linkis_ps_bml_project_user (
  `id` INT NOT NULL AUTO_INCREMENT,
  `project_id` INT NOT NULL,
  `username` VARCHAR(64),
  `priv` INT NOT NULL DEFAULT 7,
  `creator` VARCHAR(128) NOT NULL,
  `create_time` DATETIME DEFAULT CURRENT_TIMESTAMP,
  `expire_time` DATETIME,
  PRIMARY KEY (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
CREATE UNIQUE INDEX uniq_name_pid ON linkis_ps_bml_project_user (`username`, `project_id`);

CREATE TABLE IF NOT EXISTS linkis_ps_bml_project_resource (
  `id` INT NOT NULL AUTO_INCREMENT,
  `project_id` INT NOT NULL,
  `resource_id` VARCHAR(128),
  PRIMARY KEY (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
CREATE INDEX idx_resource_id ON linkis_ps_bml_project_resource (`resource_id`);

CREATE TABLE IF NOT EXISTS er_blob (
  `sha256` VARCHAR(64) NOT NULL,
  `md5` VARCHAR(32) NOT NULL,
  `size` BIGINT NOT NULL,
  `block_crc` MEDIUMTEXT NOT NULL,
  `state` VARCHAR(16) NOT NULL,
  `created_time` DATETIME(0) NOT NULL,
  `touched_time` DATETIME(0) NOT NULL,
  `checked_time` DATETIME(0),
  `fault` VARCHAR(500),
  PRIMARY KEY (`sha256`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
CREATE INDEX er_blob_touched ON er_blob (`state`, `touched_time`);
CREATE INDEX er_blob_fault ON er_blob (`fault`);
CREATE INDEX er_blob_checked ON er_blob (`state`, `checked_time`);

CREATE TABLE IF NOT EXISTS er_library_resource (
  `resource_id` VARCHAR(50) NOT NULL,
  `last_version` INT NOT NULL,
  `is_material` TINYINT(1) NOT NULL DEFAULT 0,
  `expire_time` DATETIME(0),
  `deleted_time` DATETIME(0),
  `deleted_by` VARCHAR(128),
  `purge_time` DATETIME(0),
  PRIMARY KEY (`resource_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
CREATE INDEX er_library_resource_expire ON er_library_resource (`expire_time`);
CREATE INDEX er_library_resource_purge ON er_library_resource (`purge_time`);

CREATE TABLE IF NOT EXISTS er_library_version (
  `resource_id` VARCHAR(50) NOT NULL,
  `number` INT NOT NULL,
  `version` VARCHAR(20) NOT NULL,
  `sha256` VARCHAR(64),
  `size` BIGINT NOT NULL,
  `content_sha256` VARCHAR(64),
  `file_name` VARCHAR(255),
  `note` TEXT,
  `created_by` VARCHAR(128) NOT NULL,
  `created_time` DATETIME(0) NOT NULL,
  `protected_by` VARCHAR(128),
  `protected_time` DATETIME(0),
  `protected_note` TEXT,
  `deleted_time` DATETIME(0),
  `deleted_by` VARCHAR(128),
  `purge_time` DATETIME(0),
  PRIMARY KEY (`resource_id`, `number`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
CREATE INDEX er_library_version_blob ON er_library_version (`sha256`);
CREATE INDEX er_library_version_content ON er_library_version (`content_sha256`);
CREATE INDEX er_library_version_purge ON er_library_version (`purge_time`);

CREATE TABLE IF NOT EXISTS linkis_cg_engine_conn_plugin_bml_resources (
  `id` BIGINT NOT NULL AUTO_INCREMENT,
  `engine_conn_type` VARCHAR(100) NOT NULL,
  `version` VARCHAR(100),
  `file_name` VARCHAR(255),
  `file_size` BIGINT NOT NULL DEFAULT 0,
  `last_modified` BIGINT,
  `bml_resource_id` VARCHAR(100) NOT NULL,
  `bml_resource_version` VARCHAR(200) NOT NULL,
  `create_time` DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
  `last_update_time` DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
  PRIMARY KEY (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
CREATE INDEX er_material_key ON linkis_cg_engine_conn_plugin_bml_resources (`engine_conn_type`, `version`, `file_name`, `id`);
CREATE INDEX er_material_create_time ON linkis_cg_engine_conn_plugin_bml_resources (`create_time`, `id`);
CREATE INDEX er_material_changed_time ON linkis_cg_engine_conn_plugin_bml_resources (`last_update_time`, `id`);
CREATE INDEX er_material_resource ON linkis_cg_engine_conn_plugin_bml_resources (`bml_resource_id`);

CREATE TABLE IF NOT EXISTS er_material_engine (
  `engine_type` VARCHAR(100) NOT NULL,
  `version_key` VARCHAR(100) NOT NULL,
  `last_release` INT NOT NULL,
  PRIMARY KEY (`engine_type`, `version_key`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE IF NOT EXISTS er_material_release (
  `id` INT NOT NULL AUTO_INCREMENT,
  `engine_type` VARCHAR(100) NOT NULL,
  `version_key` VARCHAR(100) NOT NULL,
  `number` INT NOT NULL,
  `kind` VARCHAR(16) NOT NULL,
  `file_name` VARCHAR(255),
  `file_size` BIGINT,
  `file_sha256` VARCHAR(64),
  `plugin_sha256` VARCHAR(64),
  `note` TEXT,
  `created_by` VARCHAR(128) NOT NULL,
  `created_time` DATETIME(0) NOT NULL,
  PRIMARY KEY (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
CREATE UNIQUE INDEX er_material_release_number ON er_material_release (`engine_type`, `version_key`, `number`);
CREATE INDEX er_material_release_plugin ON er_material_release (`plugin_sha256`);

CREATE TABLE IF NOT EXISTS er_material_release_file (
  `release_id` INT NOT NULL,
  `file_name` VARCHAR(255) NOT NULL,
  `resource_id` VARCHAR(50) NOT NULL,
  `material_version` VARCHAR(20) NOT NULL,
  `is_new` TINYINT(1) NOT NULL,
  PRIMARY KEY (`release_id`, `file_name`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
CREATE INDEX er_material_release_file_version ON er_material_release_file (`resource_id`, `material_version`);

CREATE TABLE IF NOT EXISTS er_material_upload (
  `id` VARCHAR(36) NOT NULL,
  `state` VARCHAR(16) NOT NULL,
  `file_name` VARCHAR(255) NOT NULL,
  `size` BIGINT NOT NULL,
  `sha256` VARCHAR(64),
  `received` BIGINT NOT NULL,
  `engine_type` VARCHAR(100),
  `engine_version` VARCHAR(100),
  `report` MEDIUMTEXT,
  `error` TEXT,
  `created_by` VARCHAR(128) NOT NULL,
  `created_time` DATETIME(0) NOT NULL,
  `updated_time` DATETIME(0) NOT NULL,
  `lease_time` DATETIME(0),
  `lease_id` VARCHAR(36),
  PRIMARY KEY (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
CREATE INDEX er_material_upload_state ON er_material_upload (`state`, `updated_time`);
CREATE INDEX er_material_upload_user ON er_material_upload (`created_by`, `created_time`);

CREATE TABLE IF NOT EXISTS er_material_upload_part (
  `upload_id` VARCHAR(36) NOT NULL,
  `start_byte` BIGINT NOT NULL,
  `size` INT NOT NULL,
  `storage_key` VARCHAR(255) NOT NULL,
  PRIMARY KEY (`upload_id`, `start_byte`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE IF NOT EXISTS er_material_upload_blob (
  `upload_id` VARCHAR(36) NOT NULL,
  `sha256` VARCHAR(64) NOT NULL,
  PRIMARY KEY (`upload_id`, `sha256`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
CREATE INDEX er_material_upload_blob_sha256 ON er_material_upload_blob (`sha256`);

CREATE TABLE IF NOT EXISTS er_material_trash (
  `id` INT NOT NULL AUTO_INCREMENT,
  `engine_type` VARCHAR(100) NOT NULL,
  `engine_version` VARCHAR(100) NOT NULL,
  `version_key` VARCHAR(100) NOT NULL,
  `materials` MEDIUMTEXT NOT NULL,
  `deleted_by` VARCHAR(128) NOT NULL,
  `deleted_time` DATETIME(0) NOT NULL,
  `purge_time` DATETIME(0) NOT NULL,
  PRIMARY KEY (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
CREATE INDEX er_material_trash_purge ON er_material_trash (`purge_time`);
CREATE INDEX er_material_trash_engine ON er_material_trash (`engine_type`, `version_key`);

CREATE TABLE IF NOT EXISTS er_engine_material (
  `ticket_id` VARCHAR(100) NOT NULL,
  `resource_id` VARCHAR(50) NOT NULL,
  `file_name` VARCHAR(255) NOT NULL,
  `material_version` VARCHAR(20) NOT NULL,
  PRIMARY KEY (`ticket_id`, `resource_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
CREATE INDEX er_engine_material_version ON er_engine_material (`resource_id`, `material_version`);

-- Sizes beyond 2 GiB and the names of users as long as elsewhere; Linkis reads both as before.
ALTER TABLE linkis_ps_bml_resources_version MODIFY COLUMN `size` BIGINT NOT NULL;
ALTER TABLE linkis_ps_bml_resources_task MODIFY COLUMN `submit_user` VARCHAR(128) NOT NULL DEFAULT '';
