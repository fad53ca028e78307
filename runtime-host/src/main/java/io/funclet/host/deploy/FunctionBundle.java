package io.funclet.host.deploy;

import java.util.Set;

/**
 * A function bundle, for those who only want to name it.
 *
 * @param name its functions, or its symbolic name as long as it has none
 * @param version its version
 */
public record FunctionBundle(String name, String version) {

    static FunctionBundle of(InstalledJar jar) {
        Set<String> functions = jar.functions().names();
        String name = functions.isEmpty() ? jar.staged().symbolicName() : String.join(",", functions);
        return new FunctionBundle(name, jar.staged().version().toString());
    }
}
