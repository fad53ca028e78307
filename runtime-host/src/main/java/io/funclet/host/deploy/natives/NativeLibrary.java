package io.funclet.host.deploy.natives;

import java.util.Set;

/**
 * A shared library in a jar, made for this machine.
 *
 * @param path its path in the jar
 * @param name by which others are bound to it: its SONAME, or its file name if it has none
 * @param needed the names that it is bound to
 * @param variables the names of its variables of which a process has one
 * @param content tells it from others of its name
 */
public record NativeLibrary(
        String path, String name, Set<String> needed, Set<String> variables, long content, Kind kind) {

    enum Kind {
        /** It is loaded by Java. */
        JNI,
        /** It is loaded because others need it, or by native code. */
        HELPER,
        /** Its names cannot be replaced. */
        FIXED
    }

    static String fileName(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
