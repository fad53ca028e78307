package io.funclet.host.config;

import io.funclet.host.config.source.Document;
import io.funclet.host.config.text.PrintableText;
import io.funclet.host.config.text.UnitParser;
import io.funclet.host.config.text.Value;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;

/**
 * The limits of a function as the operator sets them in the configuration, or the author in service properties. What
 * is not set is empty.
 *
 * @param timeout the longest time of a call
 * @param concurrency the most calls that run at once
 * @param queue the most calls that wait while so many run
 */
public record RequestedLimits(Optional<Duration> timeout, OptionalInt concurrency, OptionalInt queue) {

    public static final RequestedLimits NONE =
            new RequestedLimits(Optional.empty(), OptionalInt.empty(), OptionalInt.empty());

    /** More calls than a process can have. */
    static final int MOST = 1_000_000;

    private static final String TIMEOUT = "function.timeout";
    private static final String A_DURATION = "a duration with a unit (30s, 5m, 1h30m, 100ms)";
    private static final String A_COUNT = UnitParser.A_COUNT_TO + MOST;

    static RequestedLimits read(Document function) {
        return new RequestedLimits(
                function.duration("timeout"), function.count("concurrency", MOST), function.count("queue", MOST));
    }

    /**
     * Reads the service properties {@code function.timeout} (a duration as in the configuration), {@code
     * function.concurrency} and {@code function.queue} (whole numbers, also as text). A missing, empty or zero property
     * sets nothing.
     *
     * @param properties gives the value of a property; {@code null} if it is missing
     * @throws IllegalArgumentException if one of them is invalid; the message says which and why, in one line
     */
    public static RequestedLimits ofProperties(Function<String, Object> properties) {
        return new RequestedLimits(
                duration(TIMEOUT, properties),
                count("function.concurrency", properties),
                count("function.queue", properties));
    }

    /** Finds a property that is valid but probably a mistake. Says which and why, in one line. */
    public static Optional<String> suspicion(Function<String, Object> properties) {
        Optional<Duration> timeout = duration(TIMEOUT, properties).filter(UnitParser::isImplausible);
        Value.Scalar written = scalar(text(TIMEOUT, properties, A_DURATION));
        return timeout.map(it -> TIMEOUT + ": " + written.described() + UnitParser.suspicion(written, it));
    }

    private static Optional<Duration> duration(String name, Function<String, Object> properties) {
        String text = text(name, properties, A_DURATION);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        Optional<Duration> duration = UnitParser.duration(scalar(text));
        if (duration.isEmpty()) {
            throw wrong(name, PrintableText.quoted(text), A_DURATION);
        }
        return duration.filter(it -> !it.isZero());
    }

    /** Quoted, so that a number needs its unit. */
    private static Value.Scalar scalar(String text) {
        return new Value.Scalar(text, Value.Style.QUOTED, 0);
    }

    private static OptionalInt count(String name, Function<String, Object> properties) {
        String text = text(name, properties, A_COUNT);
        if (text.isEmpty() || text.equals("0")) {
            return OptionalInt.empty();
        }
        Optional<Integer> count = UnitParser.count(text);
        if (count.isEmpty() || count.get() > MOST) {
            throw wrong(name, PrintableText.quoted(text), A_COUNT);
        }
        return OptionalInt.of(count.get());
    }

    private static String text(String name, Function<String, Object> properties, String expected) {
        Object property = properties.apply(name);
        if (property instanceof Collection
                || property != null && property.getClass().isArray()) {
            throw wrong(name, "a list", expected);
        }
        return property == null ? "" : property.toString().strip();
    }

    private static IllegalArgumentException wrong(String name, String value, String expected) {
        return new IllegalArgumentException(name + ": " + value + " is not " + expected);
    }

    /** These limits, completed by others. */
    public RequestedLimits orElse(RequestedLimits other) {
        return new RequestedLimits(
                timeout.or(other::timeout),
                concurrency.isPresent() ? concurrency : other.concurrency,
                queue.isPresent() ? queue : other.queue);
    }
}
