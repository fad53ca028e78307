package io.funclet.host.cli.dev;

import java.util.List;

/** Sources that do not become a bundle. What its author has to see is a line each. */
final class BuildException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient List<String> lines;

    BuildException(List<String> lines) {
        super(String.join("\n", lines));
        this.lines = lines;
    }

    BuildException(String line) {
        this(List.of(line));
    }

    List<String> lines() {
        return lines;
    }
}
