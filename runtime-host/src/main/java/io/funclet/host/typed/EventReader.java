package io.funclet.host.typed;

import io.funclet.api.FunctionException;
import io.funclet.api.Payload;
import io.funclet.host.typed.codec.CodecRegistry;
import io.funclet.host.typed.codec.UnsupportedTypeException;
import io.funclet.host.typed.json.JsonCodec;
import io.funclet.host.typed.json.JsonDocument;
import io.funclet.host.typed.json.JsonFault;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Optional;

/** Makes the event of a typed function of the payload of a call. Thread-safe. */
@FunctionalInterface
interface EventReader {

    /** @throws FunctionException if the payload is no such event, with the place */
    Object read(Payload event) throws FunctionException;

    static EventReader of(Type type, CodecRegistry registry) throws UnsupportedTypeException {
        if (type == Payload.class) {
            return event -> event;
        }
        if (type == byte[].class) {
            return Payload::bytes;
        }
        if (type instanceof ParameterizedType optional && optional.getRawType() == Optional.class) {
            return ofOptional(optional, registry);
        }
        JsonCodec codec = registry.codec(type);
        return type == Object.class ? event -> anything(event, codec) : event -> json(event, codec);
    }

    private static EventReader ofOptional(ParameterizedType optional, CodecRegistry registry)
            throws UnsupportedTypeException {
        Type content = optional.getActualTypeArguments()[0];
        if (content != Payload.class && content != byte[].class) {
            JsonCodec codec = registry.codec(optional);
            return event -> json(event, codec);
        }
        EventReader bytes = of(content, registry);
        return event -> event.isEmpty() ? Optional.empty() : Optional.of(bytes.read(event));
    }

    private static Object json(Payload event, JsonCodec codec) throws FunctionException {
        try {
            if (!event.isEmpty()) {
                return JsonDocument.read(event, codec);
            }
            if (codec.isOptional()) {
                return codec.ofAbsent();
            }
            throw JsonFault.expected(codec.name(), "an empty event");
        } catch (JsonFault fault) {
            throw new FunctionException(fault.getMessage(), fault.getCause());
        }
    }

    /** What is no JSON is bytes, as the managers' own runtimes have it. */
    private static Object anything(Payload event, JsonCodec codec) throws FunctionException {
        try {
            return JsonDocument.read(event, codec);
        } catch (JsonFault fault) {
            if (fault.isNoJson()) {
                return event.bytes();
            }
            throw new FunctionException(fault.getMessage(), fault.getCause());
        }
    }
}
