/**
 * From a changed file to a serving version. This package is the door; {@code deploy.update} is the walk.
 *
 * <p>Follow one jar: {@code watch} notices it, and {@code update} looks at it. The jar is copied and checked ({@code
 * jar}). Its bundle, and a further copy of each bundle that uses what it replaces, are installed beside the old ones
 * ({@code bundle}, {@code wiring}), resolved and started. Their functions are published in one step ({@code serving}).
 * Then the old bundles retire ({@code retire}), or the attempt is rolled back.
 *
 * <p>{@code explain} says why something runs or does not; {@code check} says it before anything is deployed.
 */
package io.funclet.host.deploy;
