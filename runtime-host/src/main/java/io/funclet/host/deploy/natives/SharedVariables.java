package io.funclet.host.deploy.natives;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * Variables that a library shares with another one by mistake. A process has only one C++ variable of a name that is marked
 * unique ({@code STB_GNU_UNIQUE}): the first that it has loaded.
 */
final class SharedVariables {

    private SharedVariables() {}

    /** A phrase for each library that shares some with a library of another content; empty if none does. */
    static List<String> find(Carrier carrier, List<Carrier> others) {
        List<String> phrases = new ArrayList<>();
        for (NativeLibrary library : carrier.libraries()) {
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
