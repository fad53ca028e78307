package io.funclet.host.config.policy;

import io.funclet.host.config.source.Document;
import io.funclet.host.config.source.Environment;
import io.funclet.host.config.source.FuncletVariable;
import java.util.Optional;

/** What becomes of jars without OSGi headers in a code directory. */
public enum PlainJarPolicy {
    /** They are libraries for the bundles of their directory. */
    SERVE,
    /** Only bundles are accepted. */
    REJECT;

    private static final String EXPECTED = "a way to treat plain jars (serve, reject)";

    /** Reads the key of a configured function; it holds for its code directory. */
    public static Optional<PlainJarPolicy> read(Document function) {
        return function.read("plainjars", EXPECTED, scalar -> Environment.choice(scalar.text(), values()));
    }

    /** Reads the default for all code directories. */
    public static PlainJarPolicy read(Environment environment) {
        return environment
                .choice(FuncletVariable.PLAIN_JARS, EXPECTED, values())
                .orElse(SERVE);
    }
}
