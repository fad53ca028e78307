package io.funclet.host.call;

import io.funclet.host.config.FunctionConfig;
import io.funclet.host.config.LaunchProfile;
import io.funclet.host.config.ListenAddress;
import io.funclet.host.config.RefusalPolicy;
import io.funclet.host.config.ServerConfig;
import java.util.Collection;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Executor;

/** Routers with the default limits. */
public final class Routers {

    private Routers() {}

    /** One that does not measure what calls cost. */
    public static Router of(Collection<FunctionConfig> functions, Executor workers) {
        return of(functions, workers, false);
    }

    public static Router of(Collection<FunctionConfig> functions, Executor workers, boolean measured) {
        ServerConfig server = new ServerConfig(
                new ListenAddress("", 0),
                ServerConfig.DEFAULT_TIMEOUT,
                ServerConfig.DEFAULT_MAX_MESSAGE_BYTES,
                OptionalInt.of(LaunchProfile.DEFAULT_CALL_THREADS),
                OptionalInt.empty(),
                Optional.empty());
        return new Router(functions, RefusalPolicy.FAIL, workers, null, server, measured);
    }
}
