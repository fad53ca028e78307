package io.funclet.host.deploy.serving;

import org.osgi.framework.Version;
import org.osgi.framework.VersionRange;

/**
 * Which function a configured handler asks for, and which versions of its bundle.
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
     * @param handler as the configuration has checked it
     */
    static FunctionPin parse(String handler) {
        int at = handler.indexOf('@');
        return at < 0
                ? any(handler)
                : new FunctionPin(handler.substring(0, at).strip(), new VersionRange(handler.substring(at + 1)));
    }

    /** All versions of a function, whatever its name looks like. */
    static FunctionPin any(String name) {
        return new FunctionPin(name, ANY);
    }

    boolean accepts(String functionName, Version version) {
        return name.equals(functionName) && versions.includes(version);
    }
}
