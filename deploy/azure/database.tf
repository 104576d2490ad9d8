resource "azurerm_private_dns_zone" "postgres" {
  name                = "${var.name}.private.postgres.database.azure.com"
  resource_group_name = azurerm_resource_group.this.name
}

resource "azurerm_private_dns_zone_virtual_network_link" "postgres" {
  name                  = "postgres"
  resource_group_name   = azurerm_resource_group.this.name
  private_dns_zone_name = azurerm_private_dns_zone.postgres.name
  virtual_network_id    = azurerm_virtual_network.this.id
}

# In the vault, and in no file and no state.
ephemeral "random_password" "postgres" {
  length           = 32
  override_special = "-_"
}

resource "azurerm_postgresql_flexible_server" "this" {
  name                              = var.name
  location                          = azurerm_resource_group.this.location
  resource_group_name               = azurerm_resource_group.this.name
  version                           = "16"
  sku_name                          = var.postgres_sku
  storage_mb                        = 131072
  auto_grow_enabled                 = true
  backup_retention_days             = 14
  zone                              = "1"
  delegated_subnet_id               = azurerm_subnet.database.id
  private_dns_zone_id               = azurerm_private_dns_zone.postgres.id
  public_network_access_enabled     = false
  administrator_login               = "alluvium"
  administrator_password_wo         = ephemeral.random_password.postgres.result
  administrator_password_wo_version = 1

  authentication {
    active_directory_auth_enabled = true
    password_auth_enabled         = true
    tenant_id                     = data.azurerm_client_config.current.tenant_id
  }

  depends_on = [azurerm_private_dns_zone_virtual_network_link.postgres]
}

# What a capture needs, and TLS. The disk grows where a slot keeps the log: watch the alert SlotBehind.
resource "azurerm_postgresql_flexible_server_configuration" "this" {
  for_each = {
    wal_level                = "logical"
    max_replication_slots    = "10"
    max_wal_senders          = "10"
    max_slot_wal_keep_size   = "65536"
    require_secure_transport = "on"
    ssl_min_protocol_version = "TLSv1.2"
  }

  name      = each.key
  server_id = azurerm_postgresql_flexible_server.this.id
  value     = each.value
}

resource "azurerm_postgresql_flexible_server_database" "operations" {
  name      = "operations"
  server_id = azurerm_postgresql_flexible_server.this.id
}
