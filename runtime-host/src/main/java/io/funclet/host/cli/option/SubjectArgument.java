package io.funclet.host.cli.option;

import picocli.CommandLine.Parameters;

/** What a running runtime is asked about, the first argument. */
public final class SubjectArgument {

    @Parameters(
            index = "0",
            paramLabel = "NAME-or-JAR",
            description = "A function, as callers or its bundle name it; a bundle's symbolic name; a jar in a code"
                    + " directory, with or without its path.")
    private String subject;

    /** For the runtime, which has another working directory: a path is absolute. */
    public String absolute() {
        return ArgumentConverters.subject(subject);
    }
}
