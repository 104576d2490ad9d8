resource "azurerm_container_registry" "this" {
  name                = var.name
  location            = azurerm_resource_group.this.location
  resource_group_name = azurerm_resource_group.this.name
  sku                 = "Standard"
  admin_enabled       = false
}

resource "azurerm_user_assigned_identity" "cluster" {
  name                = "${var.name}-cluster"
  location            = azurerm_resource_group.this.location
  resource_group_name = azurerm_resource_group.this.name
}

resource "azurerm_role_assignment" "cluster_network" {
  scope                = azurerm_subnet.nodes.id
  role_definition_name = "Network Contributor"
  principal_id         = azurerm_user_assigned_identity.cluster.principal_id
}

resource "azurerm_kubernetes_cluster" "this" {
  name                      = var.name
  location                  = azurerm_resource_group.this.location
  resource_group_name       = azurerm_resource_group.this.name
  dns_prefix                = var.name
  oidc_issuer_enabled       = true
  workload_identity_enabled = true
  local_account_disabled    = true
  automatic_upgrade_channel = "patch"
  sku_tier                  = "Standard"

  # For the operator, Prometheus' agents and the system.
  default_node_pool {
    name                         = "system"
    vm_size                      = "Standard_D2ds_v5"
    node_count                   = 2
    zones                        = ["1", "2"]
    vnet_subnet_id               = azurerm_subnet.nodes.id
    only_critical_addons_enabled = false

    upgrade_settings {
      max_surge = "1"
    }
  }

  identity {
    type         = "UserAssigned"
    identity_ids = [azurerm_user_assigned_identity.cluster.id]
  }

  network_profile {
    network_plugin      = "azure"
    network_plugin_mode = "overlay"
    network_data_plane  = "cilium"
    network_policy      = "cilium"
  }

  api_server_access_profile {
    authorized_ip_ranges = var.allowed_addresses
  }

  azure_active_directory_role_based_access_control {
    azure_rbac_enabled     = true
    admin_group_object_ids = var.administrators
    tenant_id              = data.azurerm_client_config.current.tenant_id
  }

  key_vault_secrets_provider {
    secret_rotation_enabled = true
  }

  monitor_metrics {}

  depends_on = [azurerm_role_assignment.cluster_network]
}

# One zone is one pool where state matters less than latency; here pods are spread over three.
resource "azurerm_kubernetes_cluster_node_pool" "flink" {
  name                  = "flink"
  kubernetes_cluster_id = azurerm_kubernetes_cluster.this.id
  vm_size               = var.node_size
  auto_scaling_enabled  = true
  min_count             = var.node_count.least
  max_count             = var.node_count.most
  zones                 = ["1", "2", "3"]
  vnet_subnet_id        = azurerm_subnet.nodes.id
  # RocksDB's files are on the node's own disk.
  os_disk_type = "Ephemeral"

  upgrade_settings {
    max_surge = "1"
  }
}

resource "azurerm_role_assignment" "pulls_images" {
  scope                = azurerm_container_registry.this.id
  role_definition_name = "AcrPull"
  principal_id         = azurerm_kubernetes_cluster.this.kubelet_identity[0].object_id
}
