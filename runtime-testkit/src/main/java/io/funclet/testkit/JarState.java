package io.funclet.testkit;

import java.util.Set;

/**
 * The state of a file of the code directory.
 *
 * @param file its name
 * @param state what it does, in words of the command {@code ps}: {@code SERVING}, {@code STANDBY}, {@code ACTIVE}, {@code
 *     WAITING}, {@code REJECTED}, {@code REMOVED} or {@code PENDING}
 * @param bundle the symbolic name of its bundle; empty if there is none
 * @param version of that bundle; empty if there is none
 * @param functions that the bundle offers
 * @since 1.0
 */
public record JarState(String file, String state, String bundle, String version, Set<String> functions) {}
