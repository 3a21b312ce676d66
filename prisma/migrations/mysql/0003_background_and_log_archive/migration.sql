-- Runs of background tasks, the archive of logs, and a way to find what was reported since a moment.

CREATE TABLE IF NOT EXISTS er_background_run (
  `id` VARCHAR(100) NOT NULL,
  `task` VARCHAR(64) NOT NULL,
  `slot_time` DATETIME(0) NOT NULL,
  `state` VARCHAR(16) NOT NULL,
  `worker` VARCHAR(128) NOT NULL,
  `attempts` INT NOT NULL,
  `started_time` DATETIME(0) NOT NULL,
  `heartbeat_time` DATETIME(0) NOT NULL,
  `lease_time` DATETIME(0) NOT NULL,
  `ended_time` DATETIME(0),
  `error` TEXT,
  PRIMARY KEY (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
CREATE INDEX er_background_run_lease ON er_background_run (`task`, `state`, `lease_time`);
CREATE INDEX er_background_run_slot ON er_background_run (`slot_time`);

CREATE TABLE IF NOT EXISTS er_background_position (
  `name` VARCHAR(64) NOT NULL,
  `value` TEXT NOT NULL,
  `updated_time` DATETIME(0) NOT NULL,
  PRIMARY KEY (`name`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE IF NOT EXISTS er_log_archive (
  `id` INT NOT NULL AUTO_INCREMENT,
  `ticket_id` VARCHAR(100) NOT NULL,
  `stream` VARCHAR(16) NOT NULL,
  `state` VARCHAR(16) NOT NULL,
  `state_time` DATETIME(0) NOT NULL,
  `ended_time` DATETIME(0),
  `due_time` DATETIME(0),
  `claim_id` VARCHAR(36),
  `attempts` INT NOT NULL DEFAULT 0,
  `error` TEXT,
  `source_instance` VARCHAR(128),
  `source_ecm` VARCHAR(128),
  `raw_bytes` BIGINT,
  `stored_bytes` BIGINT,
  `block_bytes` INT,
  `sha256` VARCHAR(64),
  `index_sha256` VARCHAR(64),
  `storage` VARCHAR(16),
  `storage_key` VARCHAR(255),
  `pending_key` VARCHAR(255),
  `modified_time` DATETIME(0),
  `archived_time` DATETIME(0),
  `expires_time` DATETIME(0),
  PRIMARY KEY (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
CREATE UNIQUE INDEX er_log_archive_log ON er_log_archive (`ticket_id`, `stream`);
CREATE INDEX er_log_archive_due ON er_log_archive (`state`, `due_time`, `id`);
CREATE INDEX er_log_archive_expires ON er_log_archive (`state`, `expires_time`, `id`);

CREATE INDEX er_engine_event_received ON er_engine_event (`received_time`, `event_id`);
