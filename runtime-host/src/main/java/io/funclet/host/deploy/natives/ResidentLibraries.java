package io.funclet.host.deploy.natives;

import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Native libraries that stay in memory when their version has gone. Nothing in a file tells that of most of them: native
 * code of many libraries keeps classes by global references (JNI), and frees them in time.
 */
public final class ResidentLibraries {

    /**
     * Libraries that were seen to keep their classes, by what their file names contain. The reference about native libraries
     * says how they were tried.
     */
    private static final Map<String, String> KEEPING_CLASSES = Map.of(
            "conscrypt_openjdk_jni", "Conscrypt",
            "duckdb_java", "DuckDB",
            "jffi", "jffi",
            "netty_tcnative", "netty-tcnative",
            "usb4java", "usb4java");

    private ResidentLibraries() {}

    /**
     * A phrase about the first library of a bundle with functions that stays in memory, and the way out.
     *
     * @param carrier the bundle
     * @return empty if none is known to stay
     */
    public static Optional<String> note(Carrier carrier) {
        return carrier.libraries().stream()
                .flatMap(library -> reason(library).stream().map(reason -> "carries " + library.path() + ", " + reason))
                .findFirst()
                .map(phrase ->
                        phrase + " until the process ends. Put the library beside the function, in a jar of its own:"
                                + " then updates of the function do not load it again");
    }

    private static Optional<String> reason(NativeLibrary library) {
        String file = NativeLibrary.fileName(library.path());
        Stream<String> keeping = KEEPING_CLASSES.entrySet().stream()
                .filter(known -> file.contains(known.getKey()))
                .map(known ->
                        "and native code of " + known.getValue() + " keeps the classes of each version in memory");
        Stream<String> unique = library.variables().stream()
                .limit(1)
                .map(variable -> "whose C++ variables are unique (" + variable + "): the system keeps it in memory");
        return Stream.concat(keeping, unique).findFirst();
    }
}
