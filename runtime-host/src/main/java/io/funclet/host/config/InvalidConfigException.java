package io.funclet.host.config;

import java.util.List;

/**
 * Says everything that is wrong with a configuration, at once, so that an operator needs one attempt to mend it
 * (contract, section 4: a bad configuration is one clear line).
 */
public final class InvalidConfigException extends Exception {

    private static final long serialVersionUID = 1L;

    private final List<String> problems;

    InvalidConfigException(String source, List<String> problems) {
        super(source + ": " + String.join("; ", problems));
        this.problems = List.copyOf(problems);
    }

    /**
     * Gives each problem by itself; {@link #getMessage()} has them all in one line, after where the configuration came
     * from.
     *
     * @return at least one text without line breaks; each names the key, its value and what was expected
     */
    public List<String> problems() {
        return problems;
    }
}
