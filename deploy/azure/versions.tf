# Read and formatted by Terraform 1.11 in the build; never applied by it.
terraform {
  required_version = ">= 1.11"

  required_providers {
    azurerm = {
      source  = "hashicorp/azurerm"
      version = "~> 4.42"
    }
    random = {
      source  = "hashicorp/random"
      version = "~> 3.7"
    }
  }

  # To be set by -backend-config: an account of storage of its own. The state names all that there is,
  # and holds the keys of Redis and Cosmos DB, which those resources export.
  backend "azurerm" {
    use_azuread_auth = true
  }
}

provider "azurerm" {
  features {
    key_vault {
      purge_soft_delete_on_destroy = false
    }
  }

  # The account of the lake has no keys to go by.
  storage_use_azuread = true
}

data "azurerm_client_config" "current" {}
