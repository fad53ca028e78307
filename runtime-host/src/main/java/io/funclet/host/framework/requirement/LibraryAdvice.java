package io.funclet.host.framework.requirement;

/** What to do about a library that a bundle lacks, or of which it lacks a part: the same words everywhere. */
public final class LibraryAdvice {

    private static final String PAGE = ", as docs/how-to/use-libraries.md shows";

    private LibraryAdvice() {}

    /** Nothing of the library is there. */
    public static String add() {
        return "put the jar of its library beside the function, or carry it whole" + PAGE;
    }

    /** No jar has a provider of a service. */
    public static String provider() {
        return "put a jar with a provider of it beside the function";
    }

    /** A part of the library is there. */
    public static String whole() {
        return "carry the whole jar of the library, or put it beside the function" + PAGE;
    }
}
