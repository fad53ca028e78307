package io.funclet.host.memory;

/**
 * Kinds of memory that may run out. The texts are constants, because concatenation may need memory that is missing.
 */
public enum ExhaustedMemory {

    /** The Java heap. */
    HEAP(
            "out of memory (Java heap, -Xmx); if it does not come back within 5 s, the process ends",
            "out of memory (Java heap, -Xmx), and it does not come back: the process ends, and should be started again"),

    /** The Java heap, so nearly full that the JVM collects garbage all the time. */
    TIME(
            "hardly anything but garbage collection, because the Java heap (-Xmx) is nearly full;"
                    + " if that goes on for 5 s more, the process ends",
            "hardly anything but garbage collection, because the Java heap (-Xmx) is nearly full:"
                    + " the process ends, and should be started again"),

    /** Buffers outside the heap. */
    DIRECT(
            "out of memory (direct buffers, -XX:MaxDirectMemorySize); if it does not come back within 5 s, the process ends",
            "out of memory (direct buffers, -XX:MaxDirectMemorySize), and it does not come back:"
                    + " the process ends, and should be started again"),

    /** Classes. */
    METASPACE(
            "out of memory (metaspace, -XX:MaxMetaspaceSize); if it does not come back within 5 s, the process ends",
            "out of memory (metaspace, -XX:MaxMetaspaceSize), and it does not come back:"
                    + " the process ends, and should be started again");

    private final String warning;
    private final String lastWords;

    ExhaustedMemory(String warning, String lastWords) {
        this.warning = warning;
        this.lastWords = lastWords;
    }

    String warning() {
        return warning;
    }

    /** Why the process ends, in one line. */
    public String lastWords() {
        return lastWords;
    }
}
