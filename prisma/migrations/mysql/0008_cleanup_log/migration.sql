-- What happened to a cleanup, from its preview to the end of its archive.

CREATE TABLE IF NOT EXISTS er_cleanup_event (
  `id` INT NOT NULL AUTO_INCREMENT,
  `run_id` INT NOT NULL,
  `time` DATETIME(0) NOT NULL,
  `actor` VARCHAR(128) NOT NULL,
  `action` VARCHAR(32) NOT NULL,
  `detail` TEXT NOT NULL,
  PRIMARY KEY (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
CREATE INDEX er_cleanup_event_run ON er_cleanup_event (`run_id`, `id`);
