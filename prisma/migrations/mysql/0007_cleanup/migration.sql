-- Cleanup: runs with their frozen sets, the archive of what they deleted, protections and policies.

CREATE TABLE IF NOT EXISTS er_cleanup_run (
  `id` INT NOT NULL AUTO_INCREMENT,
  `kind` VARCHAR(16) NOT NULL,
  `subject` VARCHAR(32) NOT NULL,
  `state` VARCHAR(16) NOT NULL,
  `request` VARCHAR(16),
  `rule` MEDIUMTEXT NOT NULL,
  `frozen` TEXT,
  `preview` MEDIUMTEXT,
  `undo_of` INT,
  `undo_user` VARCHAR(128),
  `policy_id` INT,
  `deletes` TINYINT(1) NOT NULL,
  `reason` TEXT,
  `created_by` VARCHAR(128) NOT NULL,
  `created_time` DATETIME(0) NOT NULL,
  `started_by` VARCHAR(128),
  `started_time` DATETIME(0),
  `ended_time` DATETIME(0),
  `total` INT NOT NULL,
  `processed` INT NOT NULL,
  `affected` INT NOT NULL,
  `skipped` INT NOT NULL,
  `batch_size` INT NOT NULL,
  `running_ms` BIGINT NOT NULL,
  `epoch` INT NOT NULL,
  `ids_sha256` VARCHAR(64),
  `error` TEXT,
  `storage` VARCHAR(8) NOT NULL,
  `folder` VARCHAR(64) NOT NULL,
  `undo_until` DATETIME(0),
  PRIMARY KEY (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
CREATE INDEX er_cleanup_run_state ON er_cleanup_run (`state`, `id`);
CREATE INDEX er_cleanup_run_subject ON er_cleanup_run (`subject`, `id`);
CREATE INDEX er_cleanup_run_policy ON er_cleanup_run (`policy_id`, `id`);
CREATE INDEX er_cleanup_run_undo_until ON er_cleanup_run (`undo_until`, `id`);

CREATE TABLE IF NOT EXISTS er_cleanup_chunk (
  `run_id` INT NOT NULL,
  `number` INT NOT NULL,
  `ids` MEDIUMTEXT NOT NULL,
  PRIMARY KEY (`run_id`, `number`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE IF NOT EXISTS er_cleanup_segment (
  `run_id` INT NOT NULL,
  `number` INT NOT NULL,
  `rows` INT NOT NULL,
  `child_rows` INT NOT NULL,
  `first_id` INT NOT NULL,
  `last_id` INT NOT NULL,
  `size_bytes` BIGINT NOT NULL,
  `sha256` VARCHAR(64) NOT NULL,
  `object_key` VARCHAR(255) NOT NULL,
  `ids` MEDIUMTEXT NOT NULL,
  `time` DATETIME(0) NOT NULL,
  PRIMARY KEY (`run_id`, `number`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE IF NOT EXISTS er_cleanup_skipped (
  `run_id` INT NOT NULL,
  `row_id` INT NOT NULL,
  `reason` VARCHAR(16) NOT NULL,
  PRIMARY KEY (`run_id`, `row_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE IF NOT EXISTS er_cleanup_protection (
  `id` INT NOT NULL AUTO_INCREMENT,
  `subject` VARCHAR(32) NOT NULL,
  `kind` VARCHAR(16) NOT NULL,
  `value` VARCHAR(128) NOT NULL,
  `note` TEXT,
  `created_by` VARCHAR(128) NOT NULL,
  `created_time` DATETIME(0) NOT NULL,
  PRIMARY KEY (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
CREATE UNIQUE INDEX er_cleanup_protection_value ON er_cleanup_protection (`subject`, `kind`, `value`);

CREATE TABLE IF NOT EXISTS er_cleanup_policy (
  `id` INT NOT NULL AUTO_INCREMENT,
  `name` VARCHAR(100) NOT NULL,
  `subject` VARCHAR(32) NOT NULL,
  `rule` MEDIUMTEXT NOT NULL,
  `cron` VARCHAR(100) NOT NULL,
  `time_zone` VARCHAR(64) NOT NULL,
  `mode` VARCHAR(16) NOT NULL,
  `enabled` TINYINT(1) NOT NULL,
  `next_time` DATETIME(0),
  `created_by` VARCHAR(128) NOT NULL,
  `created_time` DATETIME(0) NOT NULL,
  `changed_by` VARCHAR(128) NOT NULL,
  `changed_time` DATETIME(0) NOT NULL,
  PRIMARY KEY (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
CREATE UNIQUE INDEX er_cleanup_policy_name ON er_cleanup_policy (`name`);
CREATE INDEX er_cleanup_policy_next ON er_cleanup_policy (`next_time`, `id`);
