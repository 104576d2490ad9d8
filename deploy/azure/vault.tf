resource "azurerm_key_vault" "this" {
  name                       = var.name
  location                   = azurerm_resource_group.this.location
  resource_group_name        = azurerm_resource_group.this.name
  tenant_id                  = data.azurerm_client_config.current.tenant_id
  sku_name                   = "standard"
  rbac_authorization_enabled = true
  purge_protection_enabled   = true
  soft_delete_retention_days = 30

  network_acls {
    default_action             = "Deny"
    bypass                     = "AzureServices"
    ip_rules                   = var.allowed_addresses
    virtual_network_subnet_ids = [azurerm_subnet.nodes.id]
  }
}

# Whoever applies this writes the secret, and needs to.
resource "azurerm_role_assignment" "writes_secrets" {
  scope                = azurerm_key_vault.this.id
  role_definition_name = "Key Vault Secrets Officer"
  principal_id         = data.azurerm_client_config.current.object_id
}

resource "azurerm_key_vault_secret" "postgres" {
  name             = "postgres-administrator"
  key_vault_id     = azurerm_key_vault.this.id
  value_wo         = ephemeral.random_password.postgres.result
  value_wo_version = 1

  depends_on = [azurerm_role_assignment.writes_secrets]
}
