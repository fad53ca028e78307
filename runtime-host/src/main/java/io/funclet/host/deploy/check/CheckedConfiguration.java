package io.funclet.host.deploy.check;

import io.funclet.host.config.FunctionConfig;
import io.funclet.host.config.TrustConfig;
import io.funclet.host.deploy.component.DeclaredComponent;
import io.funclet.host.deploy.configuration.ConfigurationFile;
import io.funclet.host.deploy.configuration.ConfigurationGeneration;
import io.funclet.host.deploy.jar.StagedJar;
import io.funclet.host.deploy.status.Explanation;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a configuration file of the runtime says, which a jar is checked with.
 *
 * @param functions those of the code directory; none without a file
 * @param trust who must have signed the jars of the directory; empty if anyone may
 * @param fault what is wrong with the file, with its name; empty if it can be used
 */
public record CheckedConfiguration(
        List<FunctionConfig> functions, Optional<TrustConfig> trust, Optional<String> fault) {

    public static final CheckedConfiguration NONE =
            new CheckedConfiguration(List.of(), Optional.empty(), Optional.empty());

    /** The same, but for who must have signed the jars. */
    public CheckedConfiguration with(TrustConfig other) {
        return new CheckedConfiguration(functions, Optional.of(other), fault);
    }

    /** What components would get: from the file, from the directory for the jar, and from where the jar is now. */
    ConfigurationGeneration of(
            StagedJar staged, Optional<Path> directory, List<DeclaredComponent> components, List<Explanation> because) {
        Map<String, ConfigurationFile> files = new HashMap<>();
        Stream.concat(Stream.ofNullable(staged.source().getParent()), directory.stream())
                .forEach(one -> files.putAll(ConfigurationFile.in(one, (name, problem) -> {
                    if (components.stream().anyMatch(component -> component.takes(name))) {
                        because.add(Explanation.bad(name + " would not be used: it " + problem));
                    }
                })));
        fault.ifPresent(problem -> because.add(Explanation.bad(problem)));
        for (FunctionConfig function : functions) {
            function.config()
                    .map(ConfigurationFile::of)
                    .ifPresent(values -> components.stream()
                            .filter(component -> component.functions().contains(function.component()))
                            .flatMap(component -> component.pids().stream().reduce((former, last) -> last).stream())
                            .forEach(pid -> files.put(pid, values)));
        }
        return new ConfigurationGeneration(files, null);
    }
}
