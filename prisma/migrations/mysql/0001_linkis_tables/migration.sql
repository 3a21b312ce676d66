-- Tables of Linkis that the console works on, for a database that has none yet. On a database that Linkis filled
-- these statements find their tables and leave them as they are.

CREATE TABLE IF NOT EXISTS linkis_cg_ec_resource_info_record (
  `id` INT NOT NULL AUTO_INCREMENT,
  `label_value` VARCHAR(255) NOT NULL,
  `create_user` VARCHAR(128) NOT NULL,
  `service_instance` VARCHAR(128),
  `ecm_instance` VARCHAR(128),
  `ticket_id` VARCHAR(100) NOT NULL,
  `status` VARCHAR(50),
  `log_dir_suffix` VARCHAR(128),
  `request_times` INT,
  `request_resource` VARCHAR(1020),
  `used_times` INT,
  `used_resource` VARCHAR(1020),
  `metrics` TEXT,
  `release_times` INT,
  `released_resource` VARCHAR(1020),
  `release_time` DATETIME,
  `used_time` DATETIME,
  `create_time` DATETIME DEFAULT CURRENT_TIMESTAMP,
  PRIMARY KEY (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
CREATE UNIQUE INDEX uniq_tid_lv ON linkis_cg_ec_resource_info_record (`ticket_id`, `label_value`);
CREATE INDEX idx_ticket_id ON linkis_cg_ec_resource_info_record (`ticket_id`);

CREATE TABLE IF NOT EXISTS linkis_cg_manager_service_instance (
  `id` INT NOT NULL AUTO_INCREMENT,
  `instance` VARCHAR(128),
  `name` VARCHAR(32),
  `owner` VARCHAR(32),
  `mark` VARCHAR(32),
  `identifier` VARCHAR(32),
  `ticketId` VARCHAR(255),
  `mapping_host` VARCHAR(128),
  `mapping_ports` VARCHAR(128),
  `update_time` DATETIME DEFAULT CURRENT_TIMESTAMP,
  `create_time` DATETIME DEFAULT CURRENT_TIMESTAMP,
  `updator` VARCHAR(32),
  `creator` VARCHAR(32),
  `params` TEXT,
  PRIMARY KEY (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
CREATE UNIQUE INDEX uniq_instance ON linkis_cg_manager_service_instance (`instance`);
CREATE INDEX idx_instance_name ON linkis_cg_manager_service_instance (`instance`, `name`);

CREATE TABLE IF NOT EXISTS linkis_cg_manager_service_instance_metrics (
  `instance` VARCHAR(128) NOT NULL,
  `instance_status` INT,
  `overload` VARCHAR(255),
  `heartbeat_msg` TEXT,
  `healthy_status` VARCHAR(255),
  `update_time` DATETIME DEFAULT CURRENT_TIMESTAMP,
  `create_time` DATETIME DEFAULT CURRENT_TIMESTAMP,
  `description` VARCHAR(256) NOT NULL DEFAULT '',
  PRIMARY KEY (`instance`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE IF NOT EXISTS linkis_cg_manager_label (
  `id` INT NOT NULL AUTO_INCREMENT,
  `label_key` VARCHAR(32) NOT NULL,
  `label_value` VARCHAR(255) NOT NULL,
  `label_feature` VARCHAR(16) NOT NULL,
  `label_value_size` INT NOT NULL,
  `update_time` DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
  `create_time` DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
  PRIMARY KEY (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
CREATE UNIQUE INDEX uniq_lk_lv ON linkis_cg_manager_label (`label_key`, `label_value`);

CREATE TABLE IF NOT EXISTS linkis_cg_manager_label_service_instance (
  `id` INT NOT NULL AUTO_INCREMENT,
  `label_id` INT,
  `service_instance` VARCHAR(128),
  `update_time` DATETIME DEFAULT CURRENT_TIMESTAMP,
  `create_time` DATETIME DEFAULT CURRENT_TIMESTAMP,
  PRIMARY KEY (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
CREATE INDEX idx_lid_instance ON linkis_cg_manager_label_service_instance (`label_id`, `service_instance`);

CREATE TABLE IF NOT EXISTS linkis_mg_gateway_auth_token (
  `id` INT NOT NULL AUTO_INCREMENT,
  `token_name` VARCHAR(128) NOT NULL,
  `token_sign` TEXT,
  `legal_users` TEXT,
  `legal_hosts` TEXT,
  `business_owner` VARCHAR(32),
  `create_time` DATE,
  `update_time` DATE,
  `elapse_day` BIGINT,
  `update_by` VARCHAR(32),
  PRIMARY KEY (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
CREATE UNIQUE INDEX uniq_token_name ON linkis_mg_gateway_auth_token (`token_name`);
