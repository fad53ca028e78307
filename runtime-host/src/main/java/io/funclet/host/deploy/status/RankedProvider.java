package io.funclet.host.deploy.status;

/**
 * A bundle that offers a function.
 *
 * @param file its file, without the directory
 * @param bundle its symbolic name
 * @param ranking the function's {@code service.ranking}
 * @param onEventLoops whether its calls run on event loops now, except large ones
 */
public record RankedProvider(String file, String bundle, String version, int ranking, boolean onEventLoops) {}
