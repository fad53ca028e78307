package io.funclet.host.web.metrics;

import io.funclet.host.deploy.status.DirectoryStatus;
import io.funclet.host.deploy.status.FileStatus;
import io.funclet.host.deploy.status.TenantStatus;
import io.funclet.host.web.metrics.MetricFamilies.Points;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Metrics of tenants, and of who has signed their jars. There are none without tenants, or where nothing asks. */
public final class TenantMetrics {

    private TenantMetrics() {}

    public static void add(MetricFamilies families, List<TenantStatus> tenants, List<DirectoryStatus> directories) {
        Points info = families.info("funclet_tenant", "A tenant, as it is configured.");
        for (TenantStatus tenant : tenants) {
            info.add(
                    1,
                    "tenant",
                    tenant.name(),
                    "directory",
                    tenant.directory().toString(),
                    "address",
                    tenant.address(),
                    "trust",
                    tenant.trust());
        }
        Points signed = families.gauge(
                "funclet_files_signed", "Deployed jars by who has signed them; no signer if that is not trusted.");
        for (DirectoryStatus directory : directories) {
            Map<String, Long> bySigner = directory.files().stream()
                    .filter(file -> !file.sha256().isEmpty())
                    .collect(Collectors.groupingBy(FileStatus::signer, Collectors.counting()));
            bySigner.forEach((signer, count) ->
                    signed.add(count, "directory", directory.path().toString(), "signer", signer));
        }
    }
}
