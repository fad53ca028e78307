package io.funclet.host.config;

import io.funclet.host.config.policy.RefusalPolicy;
import io.funclet.host.config.source.BaseDirectory;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What a configured function takes from around it.
 *
 * @param base where the path of a {@code codedir} begins
 * @param codedir of a function that names none; empty if each must
 * @param handlerIsName whether the handler of a function that names none is its name
 * @param refusalPolicy of a function that sets none
 * @param variables the environment of the process, for placeholders
 * @param folder where the paths of placeholders begin
 * @param tenant whose functions they are; empty for the operator's own
 */
public record FunctionDefaults(
        BaseDirectory base,
        Optional<String> codedir,
        boolean handlerIsName,
        RefusalPolicy refusalPolicy,
        Map<String, String> variables,
        Path folder,
        String tenant) {

    /** For the functions in the directory of a tenant. */
    public FunctionDefaults of(String other, Path directory) {
        return new FunctionDefaults(
                base, Optional.of(directory.toString()), handlerIsName, refusalPolicy, variables, folder, other);
    }
}
