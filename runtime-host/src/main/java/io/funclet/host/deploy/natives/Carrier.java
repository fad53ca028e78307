package io.funclet.host.deploy.natives;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A bundle with native libraries.
 *
 * @param name as the log names it
 * @param libraries those that are made for this machine
 */
public record Carrier(String name, List<NativeLibrary> libraries) {

    /** What it has under a name: a jar may have variants of a library. Empty if it has none. */
    Set<Long> contents(String library) {
        return libraries.stream()
                .filter(one -> one.name().equals(library))
                .map(NativeLibrary::content)
                .collect(Collectors.toSet());
    }
}
