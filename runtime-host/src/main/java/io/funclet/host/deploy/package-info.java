/**
 * From a changed file to a serving version. This package is the door; {@code deploy.update} is the walk: decide, stage,
 * install, resolve, start, switch, retire, or take back.
 *
 * <p>Follow one jar: {@code watch} notices it. {@code update} decides what to do. {@code jar} stages it: a private copy,
 * checked. {@code bundle} installs it beside the old one, with a further copy of each bundle that uses the old one. {@code
 * wiring} resolves them, and {@code work} starts them, within a time limit. {@code serving} switches their functions over
 * in one step. Then {@code update} removes the old bundles. If anything fails before the switch, the new ones are taken
 * back, and the old ones go on.
 *
 * <p>{@code explain} says why something runs or does not; {@code check} says it before anything is deployed.
 */
package io.funclet.host.deploy;
