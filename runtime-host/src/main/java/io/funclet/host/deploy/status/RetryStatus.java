package io.funclet.host.deploy.status;

import java.time.Instant;

/**
 * The retries of a file whose last start failed.
 *
 * @param attempts how many there were since the file changed or an operator asked for an attempt
 * @param next when the next one is due; {@code null} if it runs, or waits for the end of a start that hangs
 */
public record RetryStatus(int attempts, Instant next) {}
