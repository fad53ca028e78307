package io.funclet.host.grpc.wire;

import io.funclet.host.call.model.TraceContext;
import io.grpc.Metadata;
import java.util.Iterator;

/** The W3C Trace Context headers in the metadata of a call. */
public final class TraceHeaders {

    private static final Metadata.Key<String> PARENT = Metadata.Key.of("traceparent", Metadata.ASCII_STRING_MARSHALLER);
    private static final Metadata.Key<String> STATE = Metadata.Key.of("tracestate", Metadata.ASCII_STRING_MARSHALLER);

    private TraceHeaders() {}

    /** The trace; {@code null} if it is missing or malformed. Then this makes no object. */
    public static TraceContext read(Metadata headers) {
        Iterable<String> found = headers.getAll(PARENT);
        if (found == null) {
            return null;
        }
        Iterator<String> parents = found.iterator();
        String parent = parents.next().strip();
        if (parents.hasNext()) {
            // It is unclear which one counts.
            return null;
        }
        // Several headers form one list, in order (RFC 9110, section 5.3).
        Iterable<String> states = headers.getAll(STATE);
        return TraceContext.of(
                parent, states == null ? null : String.join(",", states).strip());
    }
}
