package io.funclet.host.call.compare;

import io.funclet.api.Payload;
import io.funclet.host.call.model.CallFailure;
import io.funclet.host.config.text.JsonText;
import io.funclet.host.config.text.MalformedTextException;
import io.funclet.host.config.text.Value;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * What a version has replied to an event.
 *
 * @param failure {@code null} if it has responded
 * @param response empty if it has failed
 */
public record Reply(CallFailure failure, Payload response) {

    /**
     * How the reply of a new version differs from this one, in words without any of its content; empty if they are alike. The
     * order of the members of a JSON object makes no difference. Messages of exceptions do not count.
     */
    public Optional<String> difference(Reply other) {
        if (failure != other.failure) {
            return Optional.of("the old version " + words(failure) + ", and the new one " + words(other.failure));
        }
        if (response.equals(other.response) || isSameObject(other)) {
            return Optional.empty();
        }
        return Optional.of(other.response.size() + " bytes in place of " + response.size() + ", other from byte "
                + response.buffer().mismatch(other.response.buffer()) + " on");
    }

    private static String words(CallFailure failure) {
        if (failure == null) {
            return "responds";
        }
        return switch (failure) {
            case REFUSED -> "rejects the event";
            case FUNCTION_FAILED -> "throws an exception";
            case FUNCTION_BROKEN -> "ends by an Error";
            case DEADLINE_EXCEEDED -> "takes too long";
            case TOO_LARGE,
                    MALFORMED_REQUEST,
                    NAME_MISSING,
                    NOT_FOUND,
                    UNAVAILABLE,
                    OVERLOADED,
                    QUOTA_EXCEEDED,
                    CANCELLED,
                    INTERNAL -> "fails";
        };
    }

    private boolean isSameObject(Reply other) {
        Optional<Value> own = object();
        return own.isPresent() && own.equals(other.object());
    }

    /** Empty if it is no JSON object, or none with one meaning. */
    private Optional<Value> object() {
        if (response.isEmpty() || response.buffer().get(0) != '{') {
            return Optional.empty();
        }
        try {
            // Malformed bytes must not become one replacement character each.
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(response.buffer())
                    .toString();
            boolean[] ambiguous = new boolean[1];
            Value object = JsonText.parse(text, (place, duplicate) -> ambiguous[0] = true);
            return ambiguous[0] ? Optional.empty() : Optional.of(object);
        } catch (CharacterCodingException | MalformedTextException none) {
            return Optional.empty();
        }
    }
}
