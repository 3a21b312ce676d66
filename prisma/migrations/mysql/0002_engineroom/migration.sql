-- What the console adds: columns that the database computes from Linkis' own, an index for every filter and order,
-- and tables of its own. Nothing of Linkis is changed.

ALTER TABLE linkis_cg_ec_resource_info_record ADD COLUMN engine_type VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin GENERATED ALWAYS AS (CASE WHEN LOCATE(',', label_value) = 0 THEN NULL ELSE NULLIF(SUBSTRING_INDEX(SUBSTRING_INDEX(SUBSTRING_INDEX(label_value, ',', 2), ',', -1), '-', 1), '') END) VIRTUAL;
ALTER TABLE linkis_cg_ec_resource_info_record ADD COLUMN engine_version VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin GENERATED ALWAYS AS (CASE WHEN LOCATE(',', label_value) = 0 OR LOCATE('-', SUBSTRING_INDEX(SUBSTRING_INDEX(label_value, ',', 2), ',', -1)) = 0 THEN NULL ELSE NULLIF(SUBSTR(SUBSTRING_INDEX(SUBSTRING_INDEX(label_value, ',', 2), ',', -1), LOCATE('-', SUBSTRING_INDEX(SUBSTRING_INDEX(label_value, ',', 2), ',', -1)) + 1), '') END) VIRTUAL;
ALTER TABLE linkis_cg_ec_resource_info_record ADD COLUMN creator VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin GENERATED ALWAYS AS (CASE WHEN LOCATE('-', SUBSTRING_INDEX(label_value, ',', 1)) = 0 THEN NULL ELSE NULLIF(SUBSTRING_INDEX(SUBSTRING_INDEX(label_value, ',', 1), '-', -1), '') END) VIRTUAL;
ALTER TABLE linkis_cg_ec_resource_info_record ADD COLUMN instance_host VARCHAR(128) CHARACTER SET utf8mb3 COLLATE utf8mb3_bin GENERATED ALWAYS AS (CASE WHEN LOCATE(':', service_instance) = 0 THEN NULL ELSE SUBSTRING_INDEX(service_instance, ':', 1) END) VIRTUAL;

CREATE INDEX er_record_create_time ON linkis_cg_ec_resource_info_record (`create_time`, `id`);
CREATE INDEX er_record_used_time ON linkis_cg_ec_resource_info_record (`used_time`, `id`);
CREATE INDEX er_record_release_time ON linkis_cg_ec_resource_info_record (`release_time`, `id`);
CREATE INDEX er_record_status ON linkis_cg_ec_resource_info_record (`status`, `create_time`, `id`);
CREATE INDEX er_record_user ON linkis_cg_ec_resource_info_record (`create_user`, `create_time`, `id`);
CREATE INDEX er_record_engine_type ON linkis_cg_ec_resource_info_record (`engine_type`, `create_time`, `id`);
CREATE INDEX er_record_engine_version ON linkis_cg_ec_resource_info_record (`engine_version`, `create_time`, `id`);
CREATE INDEX er_record_creator ON linkis_cg_ec_resource_info_record (`creator`, `create_time`, `id`);
CREATE INDEX er_record_ecm ON linkis_cg_ec_resource_info_record (`ecm_instance`, `create_time`, `id`);
CREATE INDEX er_record_instance ON linkis_cg_ec_resource_info_record (`service_instance`, `create_time`, `id`);
CREATE INDEX er_record_instance_host ON linkis_cg_ec_resource_info_record (`instance_host`, `create_time`, `id`);
CREATE INDEX er_record_label ON linkis_cg_ec_resource_info_record (`label_value`, `create_time`, `id`);

CREATE TABLE IF NOT EXISTS er_engine_event (
  `event_id` VARCHAR(100) NOT NULL,
  `ticket_id` VARCHAR(100) NOT NULL,
  `phase` VARCHAR(16) NOT NULL,
  `status` VARCHAR(50),
  `occurred_time` DATETIME(0) NOT NULL,
  `received_time` DATETIME(0) NOT NULL,
  `batch_id` VARCHAR(36) NOT NULL,
  `payload` TEXT NOT NULL,
  PRIMARY KEY (`event_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
CREATE INDEX er_engine_event_ticket ON er_engine_event (`ticket_id`, `occurred_time`);
CREATE INDEX er_engine_event_batch ON er_engine_event (`batch_id`);

CREATE TABLE IF NOT EXISTS er_account (
  `name` VARCHAR(64) NOT NULL,
  `password_hash` VARCHAR(255) NOT NULL,
  `role` VARCHAR(16) NOT NULL,
  `must_change_password` BOOLEAN NOT NULL DEFAULT FALSE,
  `disabled` BOOLEAN NOT NULL DEFAULT FALSE,
  `created_time` DATETIME(0) NOT NULL,
  `last_sign_in_time` DATETIME(0),
  PRIMARY KEY (`name`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE IF NOT EXISTS er_sign_in_failure (
  `name` VARCHAR(64) NOT NULL,
  `failures` INT NOT NULL,
  `locked_until` DATETIME(0),
  `last_time` DATETIME(0) NOT NULL,
  PRIMARY KEY (`name`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE IF NOT EXISTS er_session (
  `id` VARCHAR(36) NOT NULL,
  `ticket_hash` VARCHAR(64),
  `kind` VARCHAR(16) NOT NULL,
  `user_name` VARCHAR(128) NOT NULL,
  `created_time` DATETIME(0) NOT NULL,
  `last_seen_time` DATETIME(0) NOT NULL,
  `expires_time` DATETIME(0) NOT NULL,
  `address` VARCHAR(64),
  `user_agent` VARCHAR(255),
  PRIMARY KEY (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
CREATE UNIQUE INDEX er_session_ticket ON er_session (`ticket_hash`);
CREATE INDEX er_session_user ON er_session (`user_name`);
CREATE INDEX er_session_expires ON er_session (`expires_time`);

CREATE TABLE IF NOT EXISTS er_api_token (
  `id` VARCHAR(36) NOT NULL,
  `secret_hash` VARCHAR(64) NOT NULL,
  `name` VARCHAR(64) NOT NULL,
  `user_name` VARCHAR(128) NOT NULL,
  `created_time` DATETIME(0) NOT NULL,
  `expires_time` DATETIME(0),
  `last_used_time` DATETIME(0),
  PRIMARY KEY (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
CREATE UNIQUE INDEX er_api_token_secret ON er_api_token (`secret_hash`);
CREATE INDEX er_api_token_user ON er_api_token (`user_name`);

CREATE TABLE IF NOT EXISTS er_setting (
  `name` VARCHAR(64) NOT NULL,
  `value` TEXT NOT NULL,
  PRIMARY KEY (`name`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE IF NOT EXISTS er_audit_event (
  `id` INT NOT NULL AUTO_INCREMENT,
  `time` DATETIME(0) NOT NULL,
  `actor` VARCHAR(128) NOT NULL,
  `action` VARCHAR(64) NOT NULL,
  `object_type` VARCHAR(32) NOT NULL,
  `object_id` VARCHAR(255) NOT NULL,
  `outcome` VARCHAR(16) NOT NULL,
  `request_id` VARCHAR(64),
  `detail` TEXT,
  PRIMARY KEY (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
CREATE INDEX er_audit_actor ON er_audit_event (`actor`, `id`);
CREATE INDEX er_audit_action ON er_audit_event (`action`, `id`);
CREATE INDEX er_audit_outcome ON er_audit_event (`outcome`, `id`);
