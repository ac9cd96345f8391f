DROP TABLE webhook_deliveries;
DROP TABLE webhook_kinds;
DROP TABLE webhook_endpoints;
