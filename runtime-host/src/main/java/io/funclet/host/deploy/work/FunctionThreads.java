package io.funclet.host.deploy.work;

import java.util.concurrent.Executor;

/**
 * The threads on which functions run, to be cleaned when a version goes.
 *
 * @param renew replaces the workers that functions have run on, with all that these have left there
 * @param lasting each runs a task soon on a thread that lives as long as the process
 */
public record FunctionThreads(Runnable renew, Iterable<? extends Executor> lasting) {}
