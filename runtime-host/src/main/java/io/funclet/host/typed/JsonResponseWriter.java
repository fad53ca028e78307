package io.funclet.host.typed;

import io.funclet.api.Payload;
import io.funclet.host.typed.codec.CodecRegistry;
import io.funclet.host.typed.codec.UnsupportedTypeException;
import io.funclet.host.typed.json.JsonCodec;
import io.funclet.host.typed.json.JsonDocument;
import io.funclet.host.typed.json.JsonFault;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Optional;
import java.util.Set;

/** Makes a payload of the response of a typed function. Thread-safe. */
@FunctionalInterface
interface JsonResponseWriter {

    /** The types without a value, also of Kotlin and Scala. */
    Set<String> NOTHING = Set.of("java.lang.Void", "kotlin.Unit", "scala.runtime.BoxedUnit");

    /**
     * @param response may be {@code null}; then the payload is, too
     * @throws InvalidResponseException if it cannot be JSON, with the place
     */
    Payload write(Object response);

    static JsonResponseWriter of(Type type, CodecRegistry registry) throws UnsupportedTypeException {
        if (type == Payload.class) {
            return Payload.class::cast;
        }
        if (type == byte[].class) {
            return response -> response == null ? null : Payload.of((byte[]) response);
        }
        if (NOTHING.contains(type.getTypeName())) {
            return response -> null;
        }
        if (type instanceof ParameterizedType optional && optional.getRawType() == Optional.class) {
            JsonResponseWriter content = of(optional.getActualTypeArguments()[0], registry);
            return response -> response == null ? null : content.write(((Optional<?>) response).orElse(null));
        }
        JsonCodec codec = registry.codec(type);
        return response -> json(response, codec);
    }

    private static Payload json(Object response, JsonCodec codec) {
        if (codec.isLeftOut(response) || response == null) {
            return null;
        }
        try {
            return JsonDocument.write(response, codec);
        } catch (JsonFault fault) {
            throw new InvalidResponseException(fault);
        }
    }
}
