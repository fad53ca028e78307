package io.funclet.host.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.funclet.api.CallContext.Protocol;
import io.funclet.host.call.model.CallException;
import io.funclet.host.call.model.CallFailure;
import io.funclet.host.config.FunctionConfig;
import io.funclet.host.config.FunctionConfigs;
import io.funclet.host.config.LaunchProfile;
import io.funclet.host.config.ListenAddress;
import io.funclet.host.config.ServerConfig;
import io.funclet.host.config.policy.RefusalPolicy;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Executor;

/** Routers with the default limits, and what they do with a call. */
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
        return new Router(functions, functions.isEmpty(), RefusalPolicy.FAIL, workers, null, server, measured);
    }

    /** With functions by their names. */
    static Router configured(String... names) {
        return of(
                Arrays.stream(names)
                        .map(name -> FunctionConfigs.of(name, "handler", Path.of("/code"), Map.of("name", name)))
                        .toList(),
                Runnable::run);
    }

    static String route(Router router, Protocol protocol, String name) throws CallException {
        return router.route(Calls.to(protocol, name)).name();
    }

    /** Fails to route a call, and returns the message. */
    static String rejects(Router router, Protocol protocol, String name, CallFailure failure) {
        CallException rejected = assertThrows(CallException.class, () -> route(router, protocol, name));
        assertEquals(failure, rejected.failure());
        return rejected.getMessage();
    }
}
