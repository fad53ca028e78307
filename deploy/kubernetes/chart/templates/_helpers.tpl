{{- define "funclet.name" -}}
{{- .Values.nameOverride | default .Chart.Name | trunc 63 | trimSuffix "-" }}
{{- end }}

{{/* Short enough for the longest suffix, "-headless", within the 63 characters of a Service. */}}
{{- define "funclet.fullname" -}}
{{- $name := include "funclet.name" . }}
{{- $full := ternary .Release.Name (printf "%s-%s" .Release.Name $name) (contains $name .Release.Name) }}
{{- .Values.fullnameOverride | default $full | trunc 54 | trimSuffix "-" }}
{{- end }}

{{- define "funclet.selector" -}}
app.kubernetes.io/name: {{ include "funclet.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "funclet.version" -}}
{{- .Values.image.tag | default .Chart.AppVersion | trunc 63 | trimSuffix "-" | quote }}
{{- end }}

{{- define "funclet.labels" -}}
{{ include "funclet.selector" . }}
app.kubernetes.io/version: {{ include "funclet.version" . }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" | trunc 63 | trimSuffix "-" }}
{{- end }}

{{- define "funclet.serviceAccount" -}}
{{- if .Values.serviceAccount.create }}
{{- .Values.serviceAccount.name | default (include "funclet.fullname" .) }}
{{- else }}
{{- .Values.serviceAccount.name | default "default" }}
{{- end }}
{{- end }}

{{- define "funclet.image" -}}
{{- with .Values.image }}
{{- .repository }}{{ if .digest }}@{{ .digest }}{{ else }}:{{ .tag | default $.Chart.AppVersion }}{{ end }}
{{- end }}
{{- end }}

{{/* Whether the address of metrics, status page, health and calls by HTTP is on; empty means no. */}}
{{- define "funclet.http" -}}
{{- if or .Values.http.enabled .Values.http.calls .Values.serviceMonitor.enabled .Values.tls.secret }}on{{ end }}
{{- end }}

{{/* funclet.yml: what the operator says, with the keys and certificates of the secret. */}}
{{- define "funclet.config" -}}
{{- $config := deepCopy .Values.config }}
{{- if .Values.tls.secret }}
{{- $tls := dict "key" "/etc/funclet/tls/tls.key" "cert" "/etc/funclet/tls/tls.crt" }}
{{- if .Values.tls.clientCertificates }}
{{- $_ := set $tls "ca" "/etc/funclet/tls/ca.crt" }}
{{- end }}
{{- $_ := set $config "server" (merge $tls ($config.server | default dict)) }}
{{- end }}
{{- toYaml $config }}
{{- end }}

{{/* The part of funclet.yml that counts at a start only: all but the settings of components. */}}
{{- define "funclet.configOfStart" -}}
{{- $config := include "funclet.config" . | fromYaml }}
{{- $functions := list }}
{{- range $config.functions }}
{{- $functions = append $functions (omit . "config") }}
{{- end }}
{{- $_ := set $config "functions" $functions }}
{{- toYaml $config }}
{{- end }}

{{/* Nanoseconds are for JSON. Here a duration has one unit, and becomes whole seconds, rounded up. */}}
{{- define "funclet.timeoutSeconds" -}}
{{- $timeout := (.Values.config.server | default dict).timeout | default "30s" | toString }}
{{- $number := regexFind "^[0-9]+" $timeout | default "0" | int }}
{{- if regexMatch "^[0-9]+s$" $timeout }}{{ $number }}
{{- else if regexMatch "^[0-9]+ms$" $timeout }}{{ add 1 (div $number 1000) }}
{{- else }}20{{ end }}
{{- end }}

{{/* Before SIGTERM; then running calls have server.timeout, at most 20 s, and bundles 5 s. The rest is a reserve. */}}
{{- define "funclet.gracePeriod" -}}
{{- add .Values.stop.delaySeconds (min 20 (include "funclet.timeoutSeconds" . | int)) 5 5 }}
{{- end }}

{{/* The name of the source of the jars. Fails unless there is exactly one. */}}
{{- define "funclet.source" -}}
{{- $code := .Values.code }}
{{- $given := dict "configMap" $code.configMap "persistentVolumeClaim" $code.persistentVolumeClaim "hostPath" $code.hostPath "image" $code.image.reference "copy" $code.copy.image "volume" $code.volume }}
{{- $sources := list }}
{{- range $source, $value := $given }}
{{- if $value }}{{ $sources = append $sources $source }}{{ end }}
{{- end }}
{{- if ne 1 (len $sources) }}
{{- fail (printf "code: set exactly one of configMap, persistentVolumeClaim, hostPath, image.reference, copy.image and volume, not %d; for example --set code.configMap=NAME" (len $sources)) }}
{{- end }}
{{- first $sources }}
{{- end }}

{{/* The handler of a probe, and its times. Arguments: the root, the function or "", the times. */}}
{{- define "funclet.probe" -}}
{{- $root := index . 0 }}
{{- $function := index . 1 }}
{{- $values := $root.Values }}
{{- if not $values.tls.secret }}
grpc:
  port: 50051
  {{- with $function }}
  service: {{ . | quote }}
  {{- end }}
{{- else if and $values.http.calls $values.tls.clientCertificates }}
tcpSocket:
  port: grpc
{{- else }}
httpGet:
  port: http
  path: {{ printf "/health%s" (ternary (printf "/%s" $function) "" (ne $function "")) | quote }}
  scheme: {{ ternary "HTTPS" "HTTP" $values.http.calls }}
{{- end }}
{{ toYaml (index . 2) }}
{{- end }}

{{- define "funclet.servicePorts" -}}
- name: grpc
  port: {{ .Values.service.port }}
  targetPort: grpc
  protocol: TCP
  {{- if not .Values.tls.secret }}
  appProtocol: kubernetes.io/h2c
  {{- end }}
{{- if .Values.http.calls }}
- name: http
  port: {{ .Values.http.port }}
  targetPort: http
  protocol: TCP
  appProtocol: {{ ternary "https" "http" (ne .Values.tls.secret "") }}
{{- end }}
{{- end }}
