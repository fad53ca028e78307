package io.funclet.host.deploy.natives;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
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

    /**
     * A phrase for each of its libraries that shares variables with another one by mistake. A process has only one C++
     * variable of a name that is marked unique ({@code STB_GNU_UNIQUE}): the first that it has loaded.
     */
    List<String> sharedVariables(List<Carrier> others) {
        List<String> phrases = new ArrayList<>();
        for (NativeLibrary library : libraries) {
            for (Carrier other : others) {
                TreeSet<String> shared = new TreeSet<>();
                for (NativeLibrary one : other.libraries()) {
                    if (one.content() != library.content()) {
                        shared.addAll(one.variables());
                    }
                }
                shared.retainAll(library.variables());
                if (!shared.isEmpty()) {
                    phrases.add(
                            library.path() + " has the values of " + shared.size() + " C++ variables (" + shared.first()
                                    + ") from " + other.name() + ", which was there first; with -fno-gnu-unique or"
                                    + " -fvisibility=hidden it would have its own");
                    break;
                }
            }
        }
        return phrases;
    }
}
