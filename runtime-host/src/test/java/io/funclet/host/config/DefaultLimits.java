package io.funclet.host.config;

import io.funclet.host.config.source.ConfigProblems;
import io.funclet.host.config.source.Environment;
import java.util.Map;

/** What connections may cost where the environment says nothing. */
public final class DefaultLimits {

    public static final ConnectionLimits LIMITS =
            ConnectionLimits.read(new Environment(Map.of(), new ConfigProblems("no environment")));

    private DefaultLimits() {}
}
