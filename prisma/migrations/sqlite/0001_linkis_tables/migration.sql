-- Tables of Linkis that the console works on, for a database that has none yet. On a database that Linkis filled
-- these statements find their tables and leave them as they are.

CREATE TABLE IF NOT EXISTS linkis_cg_ec_resource_info_record (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "label_value" TEXT NOT NULL,
  "create_user" TEXT NOT NULL,
  "service_instance" TEXT,
  "ecm_instance" TEXT,
  "ticket_id" TEXT NOT NULL,
  "status" TEXT,
  "log_dir_suffix" TEXT,
  "request_times" INTEGER,
  "request_resource" TEXT,
  "used_times" INTEGER,
  "used_resource" TEXT,
  "metrics" TEXT,
  "release_times" INTEGER,
  "released_resource" TEXT,
  "release_time" TEXT,
  "used_time" TEXT,
  "create_time" TEXT DEFAULT (strftime('%Y-%m-%d %H:%M:%S', 'now')),
  "engine_type" TEXT GENERATED ALWAYS AS (CASE WHEN instr(label_value, ',') = 0 THEN NULL ELSE NULLIF(substr(substr(substr(label_value, instr(label_value, ',') + 1) || ',', 1, instr(substr(label_value, instr(label_value, ',') + 1) || ',', ',') - 1) || '-', 1, instr(substr(substr(label_value, instr(label_value, ',') + 1) || ',', 1, instr(substr(label_value, instr(label_value, ',') + 1) || ',', ',') - 1) || '-', '-') - 1), '') END) STORED,
  "engine_version" TEXT GENERATED ALWAYS AS (CASE WHEN instr(label_value, ',') = 0 OR instr(substr(substr(label_value, instr(label_value, ',') + 1) || ',', 1, instr(substr(label_value, instr(label_value, ',') + 1) || ',', ',') - 1), '-') = 0 THEN NULL ELSE NULLIF(substr(substr(substr(label_value, instr(label_value, ',') + 1) || ',', 1, instr(substr(label_value, instr(label_value, ',') + 1) || ',', ',') - 1), instr(substr(substr(label_value, instr(label_value, ',') + 1) || ',', 1, instr(substr(label_value, instr(label_value, ',') + 1) || ',', ',') - 1), '-') + 1), '') END) STORED,
  "creator" TEXT GENERATED ALWAYS AS (CASE WHEN instr(substr(label_value || ',', 1, instr(label_value || ',', ',') - 1), '-') = 0 THEN NULL ELSE NULLIF(substr(substr(label_value || ',', 1, instr(label_value || ',', ',') - 1), length(rtrim(substr(label_value || ',', 1, instr(label_value || ',', ',') - 1), replace(substr(label_value || ',', 1, instr(label_value || ',', ',') - 1), '-', ''))) + 1), '') END) STORED,
  "instance_host" TEXT GENERATED ALWAYS AS (CASE WHEN instr(service_instance, ':') = 0 THEN NULL ELSE substr(service_instance, 1, instr(service_instance, ':') - 1) END) STORED
);
CREATE UNIQUE INDEX IF NOT EXISTS uniq_tid_lv ON linkis_cg_ec_resource_info_record ("ticket_id", "label_value");
CREATE INDEX IF NOT EXISTS idx_ticket_id ON linkis_cg_ec_resource_info_record ("ticket_id");

CREATE TABLE IF NOT EXISTS linkis_cg_manager_service_instance (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "instance" TEXT,
  "name" TEXT,
  "owner" TEXT,
  "mark" TEXT,
  "identifier" TEXT,
  "ticketId" TEXT,
  "mapping_host" TEXT,
  "mapping_ports" TEXT,
  "update_time" TEXT DEFAULT (strftime('%Y-%m-%d %H:%M:%S', 'now')),
  "create_time" TEXT DEFAULT (strftime('%Y-%m-%d %H:%M:%S', 'now')),
  "updator" TEXT,
  "creator" TEXT,
  "params" TEXT
);
CREATE UNIQUE INDEX IF NOT EXISTS uniq_instance ON linkis_cg_manager_service_instance ("instance");
CREATE INDEX IF NOT EXISTS idx_instance_name ON linkis_cg_manager_service_instance ("instance", "name");

CREATE TABLE IF NOT EXISTS linkis_cg_manager_service_instance_metrics (
  "instance" TEXT NOT NULL,
  "instance_status" INTEGER,
  "overload" TEXT,
  "heartbeat_msg" TEXT,
  "healthy_status" TEXT,
  "update_time" TEXT DEFAULT (strftime('%Y-%m-%d %H:%M:%S', 'now')),
  "create_time" TEXT DEFAULT (strftime('%Y-%m-%d %H:%M:%S', 'now')),
  "description" TEXT NOT NULL DEFAULT '',
  PRIMARY KEY ("instance")
);

CREATE TABLE IF NOT EXISTS linkis_cg_manager_label (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "label_key" TEXT NOT NULL,
  "label_value" TEXT NOT NULL,
  "label_feature" TEXT NOT NULL,
  "label_value_size" INTEGER NOT NULL,
  "update_time" TEXT NOT NULL DEFAULT (strftime('%Y-%m-%d %H:%M:%S', 'now')),
  "create_time" TEXT NOT NULL DEFAULT (strftime('%Y-%m-%d %H:%M:%S', 'now'))
);
CREATE UNIQUE INDEX IF NOT EXISTS uniq_lk_lv ON linkis_cg_manager_label ("label_key", "label_value");

CREATE TABLE IF NOT EXISTS linkis_cg_manager_label_service_instance (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "label_id" INTEGER,
  "service_instance" TEXT,
  "update_time" TEXT DEFAULT (strftime('%Y-%m-%d %H:%M:%S', 'now')),
  "create_time" TEXT DEFAULT (strftime('%Y-%m-%d %H:%M:%S', 'now'))
);
CREATE INDEX IF NOT EXISTS idx_lid_instance ON linkis_cg_manager_label_service_instance ("label_id", "service_instance");

CREATE TABLE IF NOT EXISTS linkis_mg_gateway_auth_token (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "token_name" TEXT NOT NULL,
  "token_sign" TEXT,
  "legal_users" TEXT,
  "legal_hosts" TEXT,
  "business_owner" TEXT,
  "create_time" TEXT,
  "update_time" TEXT,
  "elapse_day" BIGINT,
  "update_by" TEXT
);
CREATE UNIQUE INDEX IF NOT EXISTS uniq_token_name ON linkis_mg_gateway_auth_token ("token_name");
