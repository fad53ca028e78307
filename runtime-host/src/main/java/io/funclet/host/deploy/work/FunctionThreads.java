package io.funclet.host.deploy.work;

import java.util.concurrent.Executor;

/**
 * The threads on which functions run, for whoever takes a version away.
 *
 * @param renew lets workers go that functions have run on, and with them what those have left there
 * @param lasting each runs something soon, on a thread that lives as long as the process; those that there are when it is
 *     asked
 */
public record FunctionThreads(Runnable renew, Iterable<? extends Executor> lasting) {}
