package io.funclet.host.memory;

/** Kinds of memory that may run out. Their texts are made at the start, because that may need memory that is missing. */
public enum ExhaustedMemory {
    HEAP("out of memory (Java heap, -Xmx)"),

    /** The Java heap, so nearly full that the JVM collects garbage all the time. */
    TIME("hardly anything but garbage collection, because the Java heap (-Xmx) is nearly full"),

    /** Buffers outside the heap. */
    DIRECT("out of memory (direct buffers, -XX:MaxDirectMemorySize)"),

    /** Classes. */
    METASPACE("out of memory (metaspace, -XX:MaxMetaspaceSize)");

    private final String warning;
    private final String lastWords;

    ExhaustedMemory(String want) {
        // No operator: its first use would delay the start.
        warning = want.concat("; if that lasts for 5 s more, the process ends");
        lastWords = want.concat(", and that lasts: the process ends, and should be started again");
    }

    String warning() {
        return warning;
    }

    /** Why the process ends, in one line. */
    public String lastWords() {
        return lastWords;
    }
}
