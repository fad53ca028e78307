package io.funclet.host.web.call;

import io.funclet.api.CallContext.Protocol;
import io.funclet.api.Payload;
import io.funclet.host.call.model.Call;
import io.funclet.host.call.model.TraceContext;
import io.funclet.host.config.text.PrintableText;
import io.funclet.host.config.text.UnitParser;
import io.funclet.host.config.text.Value;
import io.grpc.netty.shaded.io.netty.handler.codec.http.HttpHeaderNames;
import io.grpc.netty.shaded.io.netty.handler.codec.http.HttpHeaders;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;

/** What the headers of a request say about its call: those that begin with {@code Funclet-}, and the trace. */
final class CallHeaders {

    private static final String PREFIX = "funclet-";
    private static final String METADATA = "funclet-meta-";

    private static final String CONTENT_TYPE = HttpHeaderNames.CONTENT_TYPE.toString();

    private final String function;
    private final HttpHeaders sent;

    /** Those of Funclet by their names in lower case, decoded. */
    private final Map<String, String> own = new LinkedHashMap<>();

    private final Map<String, String> metadata = new LinkedHashMap<>();
    private final OptionalInt qos;
    private final long messageId;
    private final long timestampSeconds;
    private final Duration timeout;
    private final String tenant;

    CallHeaders(String function, HttpHeaders sent) throws RejectedRequestException {
        this.function = function;
        this.sent = sent;
        for (Map.Entry<String, String> header : sent) {
            String name = header.getKey().toLowerCase(Locale.ROOT);
            if (name.startsWith(PREFIX)) {
                String value = HeaderText.decode("the header " + name, header.getValue());
                boolean free = name.startsWith(METADATA) && name.length() > METADATA.length();
                Map<String, String> values = free ? metadata : own;
                if (values.put(free ? name.substring(METADATA.length()) : name, value) != null) {
                    throw RejectedRequestException.malformed("the header " + name + " is there twice");
                }
            }
        }
        long sentQos = number("funclet-qos", 2, "is not 0, 1 or 2");
        this.qos = sentQos < 0 ? OptionalInt.empty() : OptionalInt.of((int) sentQos);
        this.timestampSeconds =
                Math.max(0, number("funclet-timestamp", Long.MAX_VALUE, "is not a number of seconds since 1970"));
        this.messageId = messageId();
        this.timeout = readTimeout();
        put("messageQOS", own.remove("funclet-qos"));
        put("messageTimestamp", own.remove("funclet-timestamp"));
        put("messageTopic", own.remove("funclet-topic"));
        put("invokeId", own.remove("funclet-invoke-id"));
        put("functionName", function);
        tenant = Objects.requireNonNullElse(own.remove("funclet-tenant"), "");
        if (!own.isEmpty()) {
            throw RejectedRequestException.malformed(
                    "the header "
                            + PrintableText.printable(own.keySet().iterator().next())
                            + " is not known; there are Funclet-Topic, Funclet-QoS, Funclet-Message-Id, Funclet-Timestamp,"
                            + " Funclet-Invoke-Id, Funclet-Timeout, Funclet-Tenant, and Funclet-Meta-NAME for any other metadata");
        }
    }

    private void put(String key, String value) {
        if (value != null) {
            metadata.put(key, value);
        }
    }

    private long number(String name, long most, String expected) throws RejectedRequestException {
        String text = own.get(name);
        try {
            long number = text == null ? -1 : Long.parseLong(text);
            if (text == null || number >= 0 && number <= most) {
                return number;
            }
        } catch (NumberFormatException other) {
            // Rejected below.
        }
        throw wrong(name, text, expected);
    }

    private long messageId() throws RejectedRequestException {
        String text = own.remove("funclet-message-id");
        try {
            return text == null ? 0 : Long.parseUnsignedLong(text);
        } catch (NumberFormatException other) {
            throw wrong("funclet-message-id", text, "is not a number from 0 to 2^64-1");
        }
    }

    private Duration readTimeout() throws RejectedRequestException {
        String text = own.remove("funclet-timeout");
        if (text == null) {
            return null;
        }
        return UnitParser.duration(new Value.Scalar(text, Value.Style.QUOTED, 0))
                .filter(duration -> !duration.isZero())
                .orElseThrow(
                        () -> wrong("funclet-timeout", text, "is not a duration with a unit, such as 500ms or 5s"));
    }

    private static RejectedRequestException wrong(String name, String value, String why) {
        return RejectedRequestException.malformed(
                "the header " + name + ": " + PrintableText.quoted(value) + " " + why);
    }

    String function() {
        return function;
    }

    /** How long the caller waits; {@code null} if it does not say. */
    Duration timeout() {
        return timeout;
    }

    /** The type of the content; {@code null} if it is not sent. */
    String contentType() {
        return sent.get(HttpHeaderNames.CONTENT_TYPE);
    }

    HttpHeaders all() {
        return sent;
    }

    /** The call of a plain request. */
    Call call(Payload payload) {
        put(CONTENT_TYPE, contentType());
        return call(payload, TraceContext.of(single("traceparent"), state()));
    }

    /** The call of a CloudEvent. Its attributes are metadata under the names of their headers. */
    Call call(CloudEvent event) {
        event.attributes().forEach((name, value) -> metadata.put(CloudEvent.PREFIX + name, value));
        put(CONTENT_TYPE, event.contentType());
        metadata.putIfAbsent("invokeId", event.attributes().get("id"));
        TraceContext trace = TraceContext.of(single("traceparent"), state());
        if (trace == null) {
            trace = TraceContext.of(
                    event.attributes().get("traceparent"), event.attributes().get("tracestate"));
        }
        return call(event.data(), trace);
    }

    private Call call(Payload payload, TraceContext trace) {
        return new Call(
                Protocol.HTTP,
                function,
                payload,
                messageId,
                qos,
                metadata.getOrDefault("messageTopic", ""),
                timestampSeconds,
                metadata.getOrDefault("invokeId", ""),
                metadata,
                tenant,
                trace);
    }

    /** The value of a header that is there once; {@code null} otherwise: it is unclear which one counts. */
    private String single(String name) {
        List<String> values = sent.getAll(name);
        return values.size() == 1 ? values.get(0) : null;
    }

    private String state() {
        // Several headers form one list, in order (RFC 9110, section 5.3).
        List<String> states = sent.getAll("tracestate");
        return states.isEmpty() ? null : String.join(",", states);
    }
}
