# Values of the Helm chart.
output "values" {
  description = "terraform output -json values > azure.values.json; then helm ... -f azure.values.json"
  value = {
    image    = { repository = "${azurerm_container_registry.this.login_server}/alluvium" }
    storage  = { account = azurerm_storage_account.lake.name }
    identity = { clientId = azurerm_user_assigned_identity.jobs.client_id, tenantId = data.azurerm_client_config.current.tenant_id }
    keyVault = { name = azurerm_key_vault.this.name }
  }
}

output "hosts" {
  description = "What definitions name."
  value = {
    event_hubs = azurerm_eventhub_namespace.this.name
    postgres   = azurerm_postgresql_flexible_server.this.fqdn
    redis      = "${azurerm_redis_cache.this.hostname}:${azurerm_redis_cache.this.ssl_port}"
    cosmos     = azurerm_cosmosdb_account.this.endpoint
  }
}
