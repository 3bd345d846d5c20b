DROP TABLE single_factor_days;
DROP TABLE audit_days;
DROP TABLE last_sign_ins;
DROP TABLE audit_index;
DROP TABLE audit_followers;
DROP TABLE audit_pruned;
DROP TABLE audit_checkpoints;
DROP TABLE audit_seals;
