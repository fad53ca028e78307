package io.funclet.host.framework.requirement;

import io.funclet.api.FunctionHandler;
import java.util.Optional;

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

    /** What a bundle has looked for in vain: {@code it} or another subject comes first. */
    public static String noProvider(String service) {
        return "has looked by ServiceLoader for " + service + ", and found no provider; if it needs one, " + provider();
    }

    /** The API is there in a version that does not fit; empty for another package. */
    public static Optional<String> otherApi(String packageName) {
        return packageName.equals(FunctionHandler.class.getPackageName())
                ? Optional.of(
                        "it is built for another Funclet: build it with the runtime-api of the oldest one that it is for,"
                                + " or update this one")
                : Optional.empty();
    }

    /** A part of the library is there. */
    public static String whole() {
        return "carry the whole jar of the library, or put it beside the function" + PAGE;
    }
}
