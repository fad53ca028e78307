package io.funclet.host.deploy.status;

import java.time.Instant;

/**
 * That a file is tried again by itself, because its last start failed.
 *
 * @param attempts how often it has been, since the file changed or an operator asked for an attempt
 * @param next when it will be; {@code null} if it is being tried now, or not before the start that hangs has ended
 */
public record RetryStatus(int attempts, Instant next) {}
