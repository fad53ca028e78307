package io.funclet.host.deploy.natives;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Libraries of one name and different content, of which another library needs one. The loader of the system binds by name
 * (SONAME) to the first one that the process has. A library that the JVM loads by its path is not affected.
 *
 * @param library the name
 * @param user what would be bound to the wrong one
 * @param wanted the one that it should be bound to, in words
 * @param other the bundle whose library it may be bound to
 */
public record SonameClash(String library, String user, String wanted, Carrier other) {

    /**
     * The first one in the order of names; empty if there is none.
     *
     * @param others the present bundles; the last one with a clash is named
     */
    public static Optional<SonameClash> find(Carrier carrier, List<Carrier> others) {
        Set<String> concerned = new TreeSet<>();
        Set<String> needed = new HashSet<>();
        for (NativeLibrary library : carrier.libraries()) {
            concerned.add(library.name());
            concerned.addAll(library.needed());
            needed.addAll(library.needed());
        }
        others.forEach(other -> other.libraries().forEach(library -> needed.addAll(library.needed())));
        concerned.retainAll(needed);
        return concerned.stream()
                .flatMap(library -> clash(library, carrier, others).stream())
                .findFirst();
    }

    private static Optional<SonameClash> clash(String library, Carrier carrier, List<Carrier> others) {
        List<Carrier> having = Stream.concat(others.stream(), Stream.of(carrier))
                .filter(one -> !one.contents(library).isEmpty())
                .toList();
        if (having.isEmpty()) {
            return Optional.empty();
        }
        Carrier wanted = having.get(having.size() - 1);
        Optional<String> own = users(library, carrier).findFirst();
        return having.stream()
                .filter(one -> !one.contents(library).equals(wanted.contents(library)))
                .reduce((earlier, later) -> later)
                .map(other -> new SonameClash(
                        library,
                        own.orElseGet(() -> user(library, others)),
                        own.isPresent() && wanted == carrier ? "its own" : "that of " + wanted.name(),
                        other));
    }

    private static String user(String library, List<Carrier> others) {
        return others.stream()
                .flatMap(other -> users(library, other).map(path -> path + " of " + other.name()))
                .findFirst()
                .orElseThrow();
    }

    private static Stream<String> users(String library, Carrier carrier) {
        return carrier.libraries().stream()
                .filter(one -> one.needed().contains(library))
                .map(NativeLibrary::path);
    }

    /**
     * What is wrong and what can be done, as a reason to reject the bundle that comes.
     *
     * @param instead a further way out, beside those that its author has
     */
    public String words(String instead) {
        return user + " needs " + library + ", and would call that of " + other.name() + " instead of " + wanted
                + ", which differs: a process has one library of a SONAME, the first. Put a version into the SONAME, link"
                + " the library statically, or " + instead;
    }
}
