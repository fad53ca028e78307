package io.funclet.host.deploy;

import org.osgi.framework.Version;
import org.osgi.framework.VersionRange;

/**
 * What a configured handler asks for: a function by name, and of which versions of its bundle.
 *
 * @param name the function's name
 * @param versions the versions that may serve
 */
record FunctionPin(String name, VersionRange versions) {

    private static final VersionRange ANY = new VersionRange("0");

    /**
     * Reads {@code NAME} or {@code NAME@RANGE}, where the range is OSGi's: {@code [1.0,2.0)}, or {@code 1.0} for this
     * version and all later ones.
     *
     * @throws IllegalArgumentException if the range is none
     */
    static FunctionPin parse(String handler) {
        int at = handler.indexOf('@');
        return at < 0
                ? new FunctionPin(handler, ANY)
                : new FunctionPin(handler.substring(0, at), new VersionRange(handler.substring(at + 1)));
    }

    boolean accepts(String functionName, Version version) {
        return name.equals(functionName) && versions.includes(version);
    }
}
