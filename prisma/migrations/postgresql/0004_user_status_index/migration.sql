-- One user's engines of some statuses: each filter by itself has many rows, both together few.

CREATE INDEX IF NOT EXISTS er_record_user_status ON linkis_cg_ec_resource_info_record ("create_user", "status", "create_time", "id");
