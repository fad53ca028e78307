package io.funclet.host.typed;

import io.funclet.api.CallContext;
import io.funclet.api.FunctionHandler;
import io.funclet.api.Payload;
import io.funclet.api.TypedFunction;
import io.funclet.host.typed.codec.CodecRegistry;
import io.funclet.host.typed.codec.TypeArguments;
import io.funclet.host.typed.codec.UnsupportedTypeException;

/**
 * Handles the calls of a typed function: JSON in, JSON out. All that can be known of its types is found out when it is made.
 * Thread-safe.
 */
public final class TypedHandler implements FunctionHandler {

    private final TypedFunction<Object, ?> function;
    private final EventReader events;
    private final JsonResponseWriter responses;

    private TypedHandler(TypedFunction<Object, ?> function, EventReader events, JsonResponseWriter responses) {
        this.function = function;
        this.events = events;
        this.responses = responses;
    }

    /**
     * A handler for one version of a function.
     *
     * @throws UnsupportedTypeException if its types cannot be converted
     * @throws LinkageError if classes of them are missing
     */
    @SuppressWarnings("unchecked") // the reader makes what the function's class declares
    public static TypedHandler of(TypedFunction<?, ?> function) throws UnsupportedTypeException {
        return of(function.getClass(), (TypedFunction<Object, ?>) function);
    }

    /**
     * Checks the types of a class that implements {@link TypedFunction}, and runs no code of it.
     *
     * @throws UnsupportedTypeException if they cannot be converted
     * @throws LinkageError if classes of them are missing
     */
    public static void check(Class<?> type) throws UnsupportedTypeException {
        of(type, null);
    }

    private static TypedHandler of(Class<?> type, TypedFunction<Object, ?> function) throws UnsupportedTypeException {
        if (FunctionHandler.class.isAssignableFrom(type)) {
            throw new UnsupportedTypeException("it is a FunctionHandler, too: implement one of the two");
        }
        try {
            TypeArguments arguments = TypeArguments.ofFunction(type);
            CodecRegistry registry = new CodecRegistry();
            return new TypedHandler(
                    function,
                    EventReader.of(arguments.ofFunction(0), registry),
                    JsonResponseWriter.of(arguments.ofFunction(1), registry));
        } catch (TypeNotPresentException missing) {
            throw (NoClassDefFoundError)
                    new NoClassDefFoundError(missing.typeName().replace('.', '/')).initCause(missing);
        }
    }

    @Override
    public Payload handle(Payload event, CallContext context) throws Exception {
        return responses.write(function.handle(events.read(event), context));
    }
}
