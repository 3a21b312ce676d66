-- Cleanups: frozen sets, what was removed from them, and what is protected.

CREATE TABLE IF NOT EXISTS er_cleanup_run (
  `id` INT NOT NULL AUTO_INCREMENT,
  `subject` VARCHAR(32) NOT NULL,
  `state` VARCHAR(16) NOT NULL,
  `rule` TEXT NOT NULL,
  `preview` MEDIUMTEXT NOT NULL,
  `reason` TEXT,
  `created_by` VARCHAR(128) NOT NULL,
  `created_time` DATETIME NOT NULL,
  `started_by` VARCHAR(128),
  `started_time` DATETIME,
  `finished_time` DATETIME,
  `frozen` INT NOT NULL,
  `processed` INT NOT NULL,
  `removed` INT NOT NULL,
  `skipped` INT NOT NULL,
  `child_rows` BIGINT NOT NULL,
  `archived_bytes` BIGINT NOT NULL,
  `batch_size` INT NOT NULL,
  `batches` INT NOT NULL,
  `work_milliseconds` BIGINT NOT NULL,
  `undo_until` DATETIME,
  `undo_user` VARCHAR(128),
  `undo_batch` INT NOT NULL,
  `restored` INT NOT NULL,
  `not_restored` INT NOT NULL,
  `error` TEXT,
  PRIMARY KEY (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
CREATE INDEX er_cleanup_run_state ON er_cleanup_run (`state`, `id`);

CREATE TABLE IF NOT EXISTS er_cleanup_chunk (
  `run_id` INT NOT NULL,
  `number` INT NOT NULL,
  `size` INT NOT NULL,
  `ids` MEDIUMBLOB NOT NULL,
  PRIMARY KEY (`run_id`, `number`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE IF NOT EXISTS er_cleanup_batch (
  `run_id` INT NOT NULL,
  `number` INT NOT NULL,
  `storage` VARCHAR(16) NOT NULL,
  `segment` VARCHAR(200) NOT NULL,
  `sha256` VARCHAR(64) NOT NULL,
  `bytes` BIGINT NOT NULL,
  `removed` INT NOT NULL,
  `child_rows` INT NOT NULL,
  `first_id` BIGINT NOT NULL,
  `last_id` BIGINT NOT NULL,
  `time` DATETIME NOT NULL,
  PRIMARY KEY (`run_id`, `number`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE IF NOT EXISTS er_cleanup_skipped (
  `run_id` INT NOT NULL,
  `item_id` BIGINT NOT NULL,
  `reason` VARCHAR(32) NOT NULL,
  PRIMARY KEY (`run_id`, `item_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE IF NOT EXISTS er_cleanup_protection (
  `id` INT NOT NULL AUTO_INCREMENT,
  `subject` VARCHAR(32) NOT NULL,
  `kind` VARCHAR(16) NOT NULL,
  `value` VARCHAR(128) NOT NULL,
  `note` TEXT,
  `created_by` VARCHAR(128) NOT NULL,
  `created_time` DATETIME NOT NULL,
  PRIMARY KEY (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
CREATE UNIQUE INDEX er_cleanup_protection_value ON er_cleanup_protection (`subject`, `kind`, `value`);

CREATE TABLE IF NOT EXISTS er_cleanup_lock (
  `subject` VARCHAR(32) NOT NULL,
  `holder` VARCHAR(64) NOT NULL,
  `lease_time` DATETIME NOT NULL,
  PRIMARY KEY (`subject`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
