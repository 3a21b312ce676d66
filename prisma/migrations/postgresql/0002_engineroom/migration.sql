-- What the console adds: columns that the database computes from Linkis' own, an index for every filter and order,
-- and tables of its own. Nothing of Linkis is changed.

ALTER TABLE linkis_cg_ec_resource_info_record ADD COLUMN IF NOT EXISTS engine_type VARCHAR(255) GENERATED ALWAYS AS (CASE WHEN strpos(label_value, ',') = 0 THEN NULL ELSE NULLIF(split_part(split_part(label_value, ',', 2), '-', 1), '') END) STORED;
ALTER TABLE linkis_cg_ec_resource_info_record ADD COLUMN IF NOT EXISTS engine_version VARCHAR(255) GENERATED ALWAYS AS (CASE WHEN strpos(label_value, ',') = 0 OR strpos(split_part(label_value, ',', 2), '-') = 0 THEN NULL ELSE NULLIF(substr(split_part(label_value, ',', 2), strpos(split_part(label_value, ',', 2), '-') + 1), '') END) STORED;
ALTER TABLE linkis_cg_ec_resource_info_record ADD COLUMN IF NOT EXISTS creator VARCHAR(255) GENERATED ALWAYS AS (CASE WHEN strpos(split_part(label_value, ',', 1), '-') = 0 THEN NULL ELSE NULLIF(reverse(split_part(reverse(split_part(label_value, ',', 1)), '-', 1)), '') END) STORED;
ALTER TABLE linkis_cg_ec_resource_info_record ADD COLUMN IF NOT EXISTS instance_host VARCHAR(128) GENERATED ALWAYS AS (CASE WHEN strpos(service_instance, ':') = 0 THEN NULL ELSE split_part(service_instance, ':', 1) END) STORED;

CREATE INDEX IF NOT EXISTS er_record_create_time ON linkis_cg_ec_resource_info_record ("create_time", "id");
CREATE INDEX IF NOT EXISTS er_record_used_time ON linkis_cg_ec_resource_info_record ("used_time", "id");
CREATE INDEX IF NOT EXISTS er_record_release_time ON linkis_cg_ec_resource_info_record ("release_time", "id");
CREATE INDEX IF NOT EXISTS er_record_status ON linkis_cg_ec_resource_info_record ("status", "create_time", "id");
CREATE INDEX IF NOT EXISTS er_record_user ON linkis_cg_ec_resource_info_record ("create_user", "create_time", "id");
CREATE INDEX IF NOT EXISTS er_record_engine_type ON linkis_cg_ec_resource_info_record ("engine_type", "create_time", "id");
CREATE INDEX IF NOT EXISTS er_record_engine_version ON linkis_cg_ec_resource_info_record ("engine_version", "create_time", "id");
CREATE INDEX IF NOT EXISTS er_record_creator ON linkis_cg_ec_resource_info_record ("creator", "create_time", "id");
CREATE INDEX IF NOT EXISTS er_record_ecm ON linkis_cg_ec_resource_info_record ("ecm_instance", "create_time", "id");
CREATE INDEX IF NOT EXISTS er_record_instance ON linkis_cg_ec_resource_info_record ("service_instance" varchar_pattern_ops, "create_time", "id");
CREATE INDEX IF NOT EXISTS er_record_instance_host ON linkis_cg_ec_resource_info_record ("instance_host", "create_time", "id");
CREATE INDEX IF NOT EXISTS er_record_label ON linkis_cg_ec_resource_info_record ("label_value", "create_time", "id");
-- Only this operator class lets LIKE find the beginning of a ticket id whatever the collation is.
CREATE INDEX IF NOT EXISTS er_record_ticket_prefix ON linkis_cg_ec_resource_info_record (ticket_id varchar_pattern_ops);

CREATE TABLE IF NOT EXISTS er_engine_event (
  "event_id" VARCHAR(100) NOT NULL,
  "ticket_id" VARCHAR(100) NOT NULL,
  "phase" VARCHAR(16) NOT NULL,
  "status" VARCHAR(50),
  "occurred_time" TIMESTAMP(0) NOT NULL,
  "received_time" TIMESTAMP(0) NOT NULL,
  "batch_id" VARCHAR(36) NOT NULL,
  "payload" TEXT NOT NULL,
  PRIMARY KEY ("event_id")
);
CREATE INDEX IF NOT EXISTS er_engine_event_ticket ON er_engine_event ("ticket_id", "occurred_time");
CREATE INDEX IF NOT EXISTS er_engine_event_batch ON er_engine_event ("batch_id");

CREATE TABLE IF NOT EXISTS er_account (
  "name" VARCHAR(64) NOT NULL,
  "password_hash" VARCHAR(255) NOT NULL,
  "role" VARCHAR(16) NOT NULL,
  "must_change_password" BOOLEAN NOT NULL DEFAULT FALSE,
  "disabled" BOOLEAN NOT NULL DEFAULT FALSE,
  "created_time" TIMESTAMP(0) NOT NULL,
  "last_sign_in_time" TIMESTAMP(0),
  PRIMARY KEY ("name")
);

CREATE TABLE IF NOT EXISTS er_sign_in_failure (
  "name" VARCHAR(64) NOT NULL,
  "failures" INTEGER NOT NULL,
  "locked_until" TIMESTAMP(0),
  "last_time" TIMESTAMP(0) NOT NULL,
  PRIMARY KEY ("name")
);

CREATE TABLE IF NOT EXISTS er_session (
  "id" VARCHAR(36) NOT NULL,
  "ticket_hash" VARCHAR(64),
  "kind" VARCHAR(16) NOT NULL,
  "user_name" VARCHAR(128) NOT NULL,
  "created_time" TIMESTAMP(0) NOT NULL,
  "last_seen_time" TIMESTAMP(0) NOT NULL,
  "expires_time" TIMESTAMP(0) NOT NULL,
  "address" VARCHAR(64),
  "user_agent" VARCHAR(255),
  PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX IF NOT EXISTS er_session_ticket ON er_session ("ticket_hash");
CREATE INDEX IF NOT EXISTS er_session_user ON er_session ("user_name");
CREATE INDEX IF NOT EXISTS er_session_expires ON er_session ("expires_time");

CREATE TABLE IF NOT EXISTS er_api_token (
  "id" VARCHAR(36) NOT NULL,
  "secret_hash" VARCHAR(64) NOT NULL,
  "name" VARCHAR(64) NOT NULL,
  "user_name" VARCHAR(128) NOT NULL,
  "created_time" TIMESTAMP(0) NOT NULL,
  "expires_time" TIMESTAMP(0),
  "last_used_time" TIMESTAMP(0),
  PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX IF NOT EXISTS er_api_token_secret ON er_api_token ("secret_hash");
CREATE INDEX IF NOT EXISTS er_api_token_user ON er_api_token ("user_name");

CREATE TABLE IF NOT EXISTS er_setting (
  "name" VARCHAR(64) NOT NULL,
  "value" TEXT NOT NULL,
  PRIMARY KEY ("name")
);

CREATE TABLE IF NOT EXISTS er_audit_event (
  "id" SERIAL PRIMARY KEY,
  "time" TIMESTAMP(0) NOT NULL,
  "actor" VARCHAR(128) NOT NULL,
  "action" VARCHAR(64) NOT NULL,
  "object_type" VARCHAR(32) NOT NULL,
  "object_id" VARCHAR(255) NOT NULL,
  "outcome" VARCHAR(16) NOT NULL,
  "request_id" VARCHAR(64),
  "detail" TEXT
);
CREATE INDEX IF NOT EXISTS er_audit_actor ON er_audit_event ("actor", "id");
CREATE INDEX IF NOT EXISTS er_audit_action ON er_audit_event ("action", "id");
CREATE INDEX IF NOT EXISTS er_audit_outcome ON er_audit_event ("outcome", "id");
