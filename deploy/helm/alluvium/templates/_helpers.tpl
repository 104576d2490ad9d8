{{- define "alluvium.labels" -}}
app.kubernetes.io/name: alluvium
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/version: {{ .Values.image.tag | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{- end }}

{{- define "alluvium.image" -}}
{{ .Values.image.repository }}:{{ .Values.image.tag }}
{{- end }}

{{- define "alluvium.flinkContainer" -}}
abfss://{{ .Values.storage.flinkContainer }}@{{ .Values.storage.account }}.dfs.core.windows.net
{{- end }}

{{- define "alluvium.lake" -}}
abfss://{{ .Values.storage.lakeContainer }}@{{ .Values.storage.account }}.dfs.core.windows.net/lake
{{- end }}

{{/* Flink's settings as YAML: those of the file, then of this cluster, then the user's. */}}
{{- define "alluvium.configuration" -}}
{{- $settings := dict -}}
{{- range $key, $value := .Files.Get "files/config.yaml" | fromYaml -}}
{{- $_ := set $settings $key ($value | toString) -}}
{{- end -}}
{{- $folder := include "alluvium.flinkContainer" . -}}
{{- $_ := set $settings "execution.checkpointing.dir" (printf "%s/checkpoints" $folder) -}}
{{- $_ := set $settings "execution.checkpointing.savepoint-dir" (printf "%s/savepoints" $folder) -}}
{{- $_ := set $settings "high-availability.storageDir" (printf "%s/recovery" $folder) -}}
{{- $_ := set $settings "fs.azure.account.hns.enabled" "true" -}}
{{- $_ := set $settings "fs.azure.account.auth.type" "OAuth" -}}
{{- $_ := set $settings "fs.azure.account.oauth.provider.type" "org.apache.hadoop.fs.azurebfs.oauth2.WorkloadIdentityTokenProvider" -}}
{{- $_ := set $settings "fs.azure.account.oauth2.msi.tenant" .Values.identity.tenantId -}}
{{- $_ := set $settings "fs.azure.account.oauth2.client.id" .Values.identity.clientId -}}
{{- $_ := set $settings "fs.azure.account.oauth2.token.file" "/var/run/secrets/azure/tokens/azure-identity-token" -}}
{{- $_ := set $settings "taskmanager.numberOfTaskSlots" (.Values.taskManager.slots | toString) -}}
{{- $_ := set $settings "slotmanager.number-of-slots.min" (mul .Values.taskManager.replicas .Values.taskManager.slots | toString) -}}
{{- $_ := set $settings "slotmanager.number-of-slots.max" (mul .Values.taskManager.maxReplicas .Values.taskManager.slots | toString) -}}
{{- /* Fixed, so that a network policy can name it. */ -}}
{{- $_ := set $settings "taskmanager.data.port" "6121" -}}
{{- /* The root of the containers is read-only. */ -}}
{{- $_ := set $settings "io.tmp.dirs" "/flink-data" -}}
{{- if .Values.autoscaler.enabled -}}
{{- $_ := set $settings "jobmanager.scheduler" "adaptive" -}}
{{- $_ := set $settings "job.autoscaler.enabled" "true" -}}
{{- $_ := set $settings "job.autoscaler.target.utilization" (.Values.autoscaler.targetUtilization | toString) -}}
{{- $_ := set $settings "job.autoscaler.vertex.max-parallelism" (.Values.autoscaler.maxParallelism | toString) -}}
{{- end -}}
{{- range $key, $value := .Values.flinkConfiguration -}}
{{- $_ := set $settings $key ($value | toString) -}}
{{- end -}}
{{- toYaml $settings -}}
{{- end }}

{{/* What restricts every container. */}}
{{- define "alluvium.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities:
  drop: [ALL]
{{- end }}

{{- define "alluvium.podSecurity" -}}
runAsNonRoot: true
runAsUser: 9999
runAsGroup: 9999
fsGroup: 9999
seccompProfile:
  type: RuntimeDefault
{{- end }}
