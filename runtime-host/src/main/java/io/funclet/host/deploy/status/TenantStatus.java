package io.funclet.host.deploy.status;

import java.nio.file.Path;

/**
 * A tenant, as it is configured.
 *
 * @param directory its code directory, or the one above those of its functions
 * @param address where calls reach its functions alone; empty for the address of all
 * @param trust what becomes of its jars that are not trusted: {@code off}, {@code warn} or {@code require}
 */
public record TenantStatus(String name, Path directory, String address, String trust) {}
