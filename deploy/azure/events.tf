# The Kafka endpoint begins with Standard; Basic has none.
resource "azurerm_eventhub_namespace" "this" {
  name                          = var.name
  location                      = azurerm_resource_group.this.location
  resource_group_name           = azurerm_resource_group.this.name
  sku                           = "Standard"
  capacity                      = var.throughput_units
  auto_inflate_enabled          = true
  maximum_throughput_units      = min(40, 2 * var.throughput_units)
  local_authentication_enabled  = false
  minimum_tls_version           = "1.2"
  public_network_access_enabled = true

  network_rulesets {
    default_action                 = "Deny"
    trusted_service_access_enabled = true

    virtual_network_rule {
      subnet_id = azurerm_subnet.nodes.id
    }
  }
}

resource "azurerm_eventhub" "readings" {
  name              = "readings"
  namespace_id      = azurerm_eventhub_namespace.this.id
  partition_count   = var.partitions
  message_retention = 7
}

# A group for each stream: it is by name unique in the namespace.
resource "azurerm_eventhub_consumer_group" "devices" {
  name                = "alluvium-devices"
  namespace_name      = azurerm_eventhub_namespace.this.name
  eventhub_name       = azurerm_eventhub.readings.name
  resource_group_name = azurerm_resource_group.this.name
}

resource "azurerm_user_assigned_identity" "devices" {
  name                = "${var.name}-devices"
  location            = azurerm_resource_group.this.location
  resource_group_name = azurerm_resource_group.this.name
}

# The hub may send to this event hub, and nothing else.
resource "azurerm_role_assignment" "hub_sends" {
  scope                = azurerm_eventhub.readings.id
  role_definition_name = "Azure Event Hubs Data Sender"
  principal_id         = azurerm_user_assigned_identity.devices.principal_id
}

resource "azurerm_iothub" "this" {
  name                         = var.name
  location                     = azurerm_resource_group.this.location
  resource_group_name          = azurerm_resource_group.this.name
  local_authentication_enabled = false

  sku {
    name     = "S1"
    capacity = var.iot_hub_units
  }

  identity {
    type         = "UserAssigned"
    identity_ids = [azurerm_user_assigned_identity.devices.id]
  }

  endpoint {
    name                = "readings"
    type                = "AzureIotHub.EventHub"
    resource_group_name = azurerm_resource_group.this.name
    authentication_type = "identityBased"
    identity_id         = azurerm_user_assigned_identity.devices.id
    endpoint_uri        = "sb://${azurerm_eventhub_namespace.this.name}.servicebus.windows.net"
    entity_path         = azurerm_eventhub.readings.name
  }

  route {
    name           = "readings"
    source         = "DeviceMessages"
    condition      = "true"
    endpoint_names = ["readings"]
    enabled        = true
  }

  # What no route takes is not lost in the built-in endpoint: there is none that it should go to.
  fallback_route {
    source         = "DeviceMessages"
    condition      = "true"
    endpoint_names = ["readings"]
    enabled        = true
  }

  # Of the device's twin; they come as headers, and are in _headers.
  enrichment {
    key            = "site"
    value          = "$twin.tags.site"
    endpoint_names = ["readings"]
  }

  enrichment {
    key            = "hub"
    value          = "$iothubname"
    endpoint_names = ["readings"]
  }

  depends_on = [azurerm_role_assignment.hub_sends]
}
