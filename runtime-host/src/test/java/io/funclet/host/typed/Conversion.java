package io.funclet.host.typed;

import static org.junit.jupiter.api.Assertions.assertThrows;

import io.funclet.api.FunctionException;
import io.funclet.api.Payload;
import io.funclet.host.typed.codec.CodecRegistry;
import io.funclet.host.typed.codec.TypeArguments;
import io.funclet.host.typed.codec.UnsupportedTypeException;

/** What becomes of an event of a type of {@link TypedValues} that is read and written, or why nothing does. */
final class Conversion {

    static Payload respond(String name, Payload event) throws Exception {
        CodecRegistry registry = new CodecRegistry();
        EventReader reader = EventReader.of(new TypeArguments().resolve(TypedValues.type(name)), registry);
        return JsonResponseWriter.of(new TypeArguments().resolve(TypedValues.type(name)), registry)
                .write(reader.read(event));
    }

    static String respond(String name, String event) throws Exception {
        Payload response = respond(name, Payload.of(event));
        return response == null ? "" : response.text();
    }

    static String rejection(String name, Payload event) {
        return assertThrows(FunctionException.class, () -> respond(name, event)).getMessage();
    }

    static String unsupported(String name) {
        return assertThrows(UnsupportedTypeException.class, () -> new CodecRegistry().codec(TypedValues.type(name)))
                .getMessage();
    }

    static String failure(String name, Object response) throws Exception {
        JsonResponseWriter writer = JsonResponseWriter.of(TypedValues.type(name), new CodecRegistry());
        return assertThrows(InvalidResponseException.class, () -> writer.write(response))
                .getMessage();
    }

    private Conversion() {}
}
