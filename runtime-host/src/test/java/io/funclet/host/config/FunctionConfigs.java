package io.funclet.host.config;

import io.funclet.host.config.policy.RefusalPolicy;
import java.nio.file.Path;
import java.util.Map;

/** Functions of which the operator says little. */
public final class FunctionConfigs {

    private FunctionConfigs() {}

    /** One whose refusals fail, and of which nothing is limited. */
    public static FunctionConfig of(String name, String handler, Path codeDirectory, Map<String, String> env) {
        return new FunctionConfig(name, handler, codeDirectory, env, RequestedLimits.NONE, RefusalPolicy.FAIL);
    }
}
