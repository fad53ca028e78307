package io.funclet.sample;

import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.MalformedJsonException;
import io.funclet.api.CallContext;
import io.funclet.api.FunctionHandler;
import io.funclet.api.FunctionName;
import io.funclet.api.Payload;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.osgi.service.component.annotations.Component;

/**
 * The function of the openedge and baetyl documentation: answers a JSON object with the {@link Additions} of the call.
 *
 * <p>A JSON object comes back with the additions, which replace its own entries of the same name. Any other text, other
 * JSON among them, comes back under {@code bytes}. What is not UTF-8 is no text, and comes back as it came. An empty event
 * gives the additions alone. docs/reference/samples.md compares this with the functions of the same name in Python and Node.
 *
 * <p>Without state, so that any number of threads may call it.
 */
@Component
@FunctionName("sayhi")
public final class SayhiFunction implements FunctionHandler {

    /** The entry of an event that makes this function fail, for those who want to see what a failure does. */
    private static final String ERR = "err";

    /**
     * Handles one event.
     *
     * @throws IllegalArgumentException if the event is an object with the key {@code err}. Not a {@code
     *     FunctionException}: this stands for code that fails, whose stack belongs in the log, and not for a function
     *     that refuses an event on purpose
     */
    @Override
    public Payload handle(Payload event, CallContext context) throws IOException {
        Map<String, Object> additions = Additions.of(context);
        Optional<String> decoded = utf8(event);
        if (decoded.isEmpty()) {
            return event;
        }
        String text = decoded.get();
        try {
            if (isObject(text)) {
                return extended(text, event.size(), additions);
            }
        } catch (MalformedJsonException | EOFException notJson) {
            // Only the end of a text tells that all of it is JSON: what was copied until here is dropped.
        }
        JsonAnswer answer = new JsonAnswer(event.size());
        if (!event.isEmpty()) {
            answer.put("bytes", text);
        }
        return answer.put(additions).payload();
    }

    /** The text; empty if the bytes are no UTF-8, which {@link Payload#text} would replace. */
    private static Optional<String> utf8(Payload event) {
        try {
            return Optional.of(
                    StandardCharsets.UTF_8.newDecoder().decode(event.buffer()).toString());
        } catch (CharacterCodingException notText) {
            return Optional.empty();
        }
    }

    private static boolean isObject(String text) throws IOException {
        return !text.isEmpty() && JsonAnswer.read(text).peek() == JsonToken.BEGIN_OBJECT;
    }

    @SuppressWarnings("CheckReturnValue") // of the last peek, which throws
    private static Payload extended(String object, int sizeBytes, Map<String, Object> additions) throws IOException {
        JsonAnswer answer = new JsonAnswer(sizeBytes);
        String err = null;
        JsonReader from = JsonAnswer.read(object);
        from.beginObject();
        while (from.peek() != JsonToken.END_OBJECT) {
            String name = from.nextName();
            if (name.equals(ERR)) {
                err = JsonAnswer.copyOfValue(from);
            } else if (additions.containsKey(name)) {
                from.skipValue();
            } else {
                answer.putValue(name, from);
            }
        }
        from.endObject();
        // Throws if anything but white space follows: then the event is no JSON, whatever it began with.
        from.peek();
        if (err != null) {
            throw new IllegalArgumentException("the event has err: " + err);
        }
        return answer.put(additions).payload();
    }
}
