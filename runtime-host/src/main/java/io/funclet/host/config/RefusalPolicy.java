package io.funclet.host.config;

import io.funclet.host.config.source.Document;
import io.funclet.host.config.source.Environment;
import io.funclet.host.config.source.FuncletVariable;
import java.util.Optional;

/** What a caller gets if a function rejects an event with a {@code FunctionException}. */
public enum RefusalPolicy {
    /** An error. Managers kill the process after any error. */
    FAIL,
    /** A response with the document that managers publish after an error. */
    RESPOND;

    private static final String EXPECTED = "a way to treat refusals (fail, respond)";

    static RefusalPolicy read(Document function, RefusalPolicy otherwise) {
        return function.read("refusals", EXPECTED, scalar -> of(scalar.text())).orElse(otherwise);
    }

    /** Reads the default for all functions. */
    public static RefusalPolicy read(Environment environment) {
        Optional<String> text = environment.text(FuncletVariable.REFUSALS);
        if (text.isEmpty()) {
            return FAIL;
        }
        Optional<RefusalPolicy> refusals = of(text.get());
        if (refusals.isEmpty()) {
            environment.reject(FuncletVariable.REFUSALS, "is not " + EXPECTED);
        }
        return refusals.orElse(FAIL);
    }

    private static Optional<RefusalPolicy> of(String text) {
        return switch (text) {
            case "fail" -> Optional.of(FAIL);
            case "respond" -> Optional.of(RESPOND);
            default -> Optional.empty();
        };
    }
}
