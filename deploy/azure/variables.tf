variable "name" {
  description = "Of everything, and so unique in Azure: small letters and digits."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9]{2,15}$", var.name))
    error_message = "Three to sixteen small letters and digits, a letter first."
  }
}

variable "location" {
  description = "Region, with three zones."
  type        = string
  default     = "westeurope"
}

variable "release" {
  description = "Name of the Helm release: the service account that the jobs run as."
  type        = string
  default     = "river"
}

variable "namespace" {
  description = "Namespace of the Helm release."
  type        = string
  default     = "lake"
}

variable "administrators" {
  description = "Object ids of groups of Entra ID that administer the cluster and the database."
  type        = list(string)
}

variable "allowed_addresses" {
  description = "Networks that may reach the cluster's API server and the vault, such as an office's: never all."
  type        = list(string)

  validation {
    condition     = length(var.allowed_addresses) > 0 && !contains(var.allowed_addresses, "0.0.0.0/0")
    error_message = "Name networks; not all of them."
  }
}

variable "throughput_units" {
  description = "Of Event Hubs: each takes in 1 MB or 1,000 messages a second."
  type        = number
  default     = 1
}

variable "partitions" {
  description = "Of the event hub: the stream's largest parallelism. Standard cannot change it later."
  type        = number
  default     = 4
}

variable "iot_hub_units" {
  description = "Of IoT Hub S1: each takes 400,000 messages of 4 KB a day."
  type        = number
  default     = 1
}

variable "node_size" {
  description = "Of Flink's nodes."
  type        = string
  default     = "Standard_D4ds_v5"
}

variable "node_count" {
  description = "Least and most nodes for Flink."
  type        = object({ least = number, most = number })
  default     = { least = 1, most = 3 }
}

variable "postgres_sku" {
  description = "Of the operational database."
  type        = string
  default     = "GP_Standard_D2ds_v5"
}

variable "redis_capacity" {
  description = "Of Redis Standard: 1 is 1 GB, 2 is 2.5 GB, 3 is 6 GB."
  type        = number
  default     = 1
}
