package io.funclet.host.config.policy;

import io.funclet.host.config.source.Document;
import io.funclet.host.config.source.Environment;
import io.funclet.host.config.source.FuncletVariable;

/** What a caller gets if a function rejects an event with a {@code FunctionException}. */
public enum RefusalPolicy {
    /** An error. Managers kill the process after any error. */
    FAIL,
    /** A response with the document that managers publish after an error. */
    RESPOND;

    private static final String EXPECTED = "a way to treat refusals (fail, respond)";

    public static RefusalPolicy read(Document function, RefusalPolicy otherwise) {
        return function.read("refusals", EXPECTED, scalar -> Environment.choice(scalar.text(), values()))
                .orElse(otherwise);
    }

    /** Reads the default for all functions. */
    public static RefusalPolicy read(Environment environment) {
        return environment.choice(FuncletVariable.REFUSALS, EXPECTED, values()).orElse(FAIL);
    }
}
