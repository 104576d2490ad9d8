# What the jobs are. Each role is for one thing, at the thing itself.
resource "azurerm_user_assigned_identity" "jobs" {
  name                = "${var.name}-jobs"
  location            = azurerm_resource_group.this.location
  resource_group_name = azurerm_resource_group.this.name
}

resource "azurerm_federated_identity_credential" "jobs" {
  name                = "flink"
  resource_group_name = azurerm_resource_group.this.name
  parent_id           = azurerm_user_assigned_identity.jobs.id
  issuer              = azurerm_kubernetes_cluster.this.oidc_issuer_url
  audience            = ["api://AzureADTokenExchange"]
  subject             = "system:serviceaccount:${var.namespace}:${var.release}"
}

# Tables and checkpoints.
resource "azurerm_role_assignment" "jobs_store" {
  for_each = {
    lake  = azurerm_storage_container.lake.id
    flink = azurerm_storage_container.flink.id
  }

  scope                = each.value
  role_definition_name = "Storage Blob Data Contributor"
  principal_id         = azurerm_user_assigned_identity.jobs.principal_id
}

resource "azurerm_role_assignment" "jobs_receive" {
  scope                = azurerm_eventhub.readings.id
  role_definition_name = "Azure Event Hubs Data Receiver"
  principal_id         = azurerm_user_assigned_identity.jobs.principal_id
}

# By secret, so that the administrator's password is not the jobs' to read. The identifier is made here, for a
# secret that is set by hand (docs/azure.md) is not Terraform's.
resource "azurerm_role_assignment" "jobs_secrets" {
  for_each = toset(["postgres-password", "redis-uri"])

  scope                = "${azurerm_key_vault.this.id}/secrets/${each.value}"
  role_definition_name = "Key Vault Secrets User"
  principal_id         = azurerm_user_assigned_identity.jobs.principal_id
}

# Items of one database: read, write, delete.
resource "azurerm_cosmosdb_sql_role_assignment" "jobs" {
  resource_group_name = azurerm_resource_group.this.name
  account_name        = azurerm_cosmosdb_account.this.name
  role_definition_id  = "${azurerm_cosmosdb_account.this.id}/sqlRoleDefinitions/00000000-0000-0000-0000-000000000002"
  principal_id        = azurerm_user_assigned_identity.jobs.principal_id
  scope               = "${azurerm_cosmosdb_account.this.id}/dbs/${azurerm_cosmosdb_sql_database.serving.name}"
}
