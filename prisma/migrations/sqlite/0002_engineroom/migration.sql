-- What the console adds: columns that the database computes from Linkis' own, an index for every filter and order,
-- and tables of its own. Nothing of Linkis is changed.

CREATE INDEX IF NOT EXISTS er_record_create_time ON linkis_cg_ec_resource_info_record ("create_time", "id");
CREATE INDEX IF NOT EXISTS er_record_used_time ON linkis_cg_ec_resource_info_record ("used_time", "id");
CREATE INDEX IF NOT EXISTS er_record_release_time ON linkis_cg_ec_resource_info_record ("release_time", "id");
CREATE INDEX IF NOT EXISTS er_record_status ON linkis_cg_ec_resource_info_record ("status", "create_time", "id");
CREATE INDEX IF NOT EXISTS er_record_user ON linkis_cg_ec_resource_info_record ("create_user", "create_time", "id");
CREATE INDEX IF NOT EXISTS er_record_engine_type ON linkis_cg_ec_resource_info_record ("engine_type", "create_time", "id");
CREATE INDEX IF NOT EXISTS er_record_engine_version ON linkis_cg_ec_resource_info_record ("engine_version", "create_time", "id");
CREATE INDEX IF NOT EXISTS er_record_creator ON linkis_cg_ec_resource_info_record ("creator", "create_time", "id");
CREATE INDEX IF NOT EXISTS er_record_ecm ON linkis_cg_ec_resource_info_record ("ecm_instance", "create_time", "id");
CREATE INDEX IF NOT EXISTS er_record_instance ON linkis_cg_ec_resource_info_record ("service_instance", "create_time", "id");
CREATE INDEX IF NOT EXISTS er_record_instance_host ON linkis_cg_ec_resource_info_record ("instance_host", "create_time", "id");
CREATE INDEX IF NOT EXISTS er_record_label ON linkis_cg_ec_resource_info_record ("label_value", "create_time", "id");

CREATE TABLE IF NOT EXISTS er_engine_event (
  "event_id" TEXT NOT NULL,
  "ticket_id" TEXT NOT NULL,
  "phase" TEXT NOT NULL,
  "status" TEXT,
  "occurred_time" DATETIME NOT NULL,
  "received_time" DATETIME NOT NULL,
  "batch_id" TEXT NOT NULL,
  "payload" TEXT NOT NULL,
  PRIMARY KEY ("event_id")
);
CREATE INDEX IF NOT EXISTS er_engine_event_ticket ON er_engine_event ("ticket_id", "occurred_time");
CREATE INDEX IF NOT EXISTS er_engine_event_batch ON er_engine_event ("batch_id");

CREATE TABLE IF NOT EXISTS er_account (
  "name" TEXT NOT NULL,
  "password_hash" TEXT NOT NULL,
  "role" TEXT NOT NULL,
  "must_change_password" BOOLEAN NOT NULL DEFAULT FALSE,
  "disabled" BOOLEAN NOT NULL DEFAULT FALSE,
  "created_time" DATETIME NOT NULL,
  "last_sign_in_time" DATETIME,
  PRIMARY KEY ("name")
);

CREATE TABLE IF NOT EXISTS er_sign_in_failure (
  "name" TEXT NOT NULL,
  "failures" INTEGER NOT NULL,
  "locked_until" DATETIME,
  "last_time" DATETIME NOT NULL,
  PRIMARY KEY ("name")
);

CREATE TABLE IF NOT EXISTS er_session (
  "id" TEXT NOT NULL,
  "ticket_hash" TEXT,
  "kind" TEXT NOT NULL,
  "user_name" TEXT NOT NULL,
  "created_time" DATETIME NOT NULL,
  "last_seen_time" DATETIME NOT NULL,
  "expires_time" DATETIME NOT NULL,
  "address" TEXT,
  "user_agent" TEXT,
  PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX IF NOT EXISTS er_session_ticket ON er_session ("ticket_hash");
CREATE INDEX IF NOT EXISTS er_session_user ON er_session ("user_name");
CREATE INDEX IF NOT EXISTS er_session_expires ON er_session ("expires_time");

CREATE TABLE IF NOT EXISTS er_api_token (
  "id" TEXT NOT NULL,
  "secret_hash" TEXT NOT NULL,
  "name" TEXT NOT NULL,
  "user_name" TEXT NOT NULL,
  "created_time" DATETIME NOT NULL,
  "expires_time" DATETIME,
  "last_used_time" DATETIME,
  PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX IF NOT EXISTS er_api_token_secret ON er_api_token ("secret_hash");
CREATE INDEX IF NOT EXISTS er_api_token_user ON er_api_token ("user_name");

CREATE TABLE IF NOT EXISTS er_setting (
  "name" TEXT NOT NULL,
  "value" TEXT NOT NULL,
  PRIMARY KEY ("name")
);

CREATE TABLE IF NOT EXISTS er_audit_event (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "time" DATETIME NOT NULL,
  "actor" TEXT NOT NULL,
  "action" TEXT NOT NULL,
  "object_type" TEXT NOT NULL,
  "object_id" TEXT NOT NULL,
  "outcome" TEXT NOT NULL,
  "request_id" TEXT,
  "detail" TEXT
);
CREATE INDEX IF NOT EXISTS er_audit_actor ON er_audit_event ("actor", "id");
CREATE INDEX IF NOT EXISTS er_audit_action ON er_audit_event ("action", "id");
CREATE INDEX IF NOT EXISTS er_audit_outcome ON er_audit_event ("outcome", "id");
