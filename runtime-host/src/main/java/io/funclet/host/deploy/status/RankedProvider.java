package io.funclet.host.deploy.status;

/**
 * A bundle that offers a function.
 *
 * @param file its file, without the directory
 * @param bundle its symbolic name
 * @param ranking the function's {@code service.ranking}
 */
public record RankedProvider(String file, String bundle, String version, int ranking) {}
