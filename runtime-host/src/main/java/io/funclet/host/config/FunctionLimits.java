package io.funclet.host.config;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;

/**
 * What somebody says that a function may use: the operator in the configuration, or its author in service properties.
 *
 * @param timeout the longest time of a call; empty if nothing is said
 * @param concurrency the most calls that run at once; empty if nothing is said
 * @param queue the most calls that wait while so many run; empty if nothing is said
 */
public record FunctionLimits(Optional<Duration> timeout, OptionalInt concurrency, OptionalInt queue) {

    /** Of whoever says nothing. */
    public static final FunctionLimits NONE =
            new FunctionLimits(Optional.empty(), OptionalInt.empty(), OptionalInt.empty());

    /** More than a process can have of calls. */
    static final int MOST = 1_000_000;

    private static final String A_COUNT = "a whole number from 1 to " + MOST;

    /** Reads the keys of a configured function; problems are added to the document's. */
    static FunctionLimits read(Document function) {
        return new FunctionLimits(
                function.duration("timeout"), count(function, "concurrency"), count(function, "queue"));
    }

    private static OptionalInt count(Document function, String key) {
        Optional<Integer> count = function.count(key);
        if (count.isPresent() && count.get() > MOST) {
            function.problems().add(function.at(key), count.get() + " is not " + A_COUNT);
        }
        return count.map(OptionalInt::of).orElseGet(OptionalInt::empty);
    }

    /**
     * Reads the service properties {@code function.timeout} (a duration as in the configuration),
     * {@code function.concurrency} and {@code function.queue} (whole numbers, or texts of them). What is missing, empty or
     * zero says nothing.
     *
     * @param properties gives the value of a property; {@code null} if it is missing
     * @return what they say
     * @throws IllegalArgumentException if one of them cannot be used; the message says which and why, in one line
     */
    public static FunctionLimits ofProperties(Function<String, Object> properties) {
        return new FunctionLimits(
                duration("function.timeout", properties),
                count("function.concurrency", properties),
                count("function.queue", properties));
    }

    private static Optional<Duration> duration(String name, Function<String, Object> properties) {
        String text = text(properties.apply(name));
        if (text.isEmpty()) {
            return Optional.empty();
        }
        Optional<Duration> duration = Quantities.duration(new Value.Scalar(text, Value.Style.QUOTED, 0));
        if (duration.isEmpty()) {
            throw wrong(name, text, "a duration with a unit (30s, 5m, 1h30m, 100ms)");
        }
        return duration.filter(it -> !it.isZero());
    }

    private static OptionalInt count(String name, Function<String, Object> properties) {
        String text = text(properties.apply(name));
        if (text.isEmpty() || text.equals("0")) {
            return OptionalInt.empty();
        }
        Optional<Integer> count = Quantities.count(new Value.Scalar(text, Value.Style.PLAIN, 0));
        if (count.isEmpty() || count.get() > MOST) {
            throw wrong(name, text, A_COUNT);
        }
        return OptionalInt.of(count.get());
    }

    private static String text(Object property) {
        return property == null ? "" : property.toString().strip();
    }

    private static IllegalArgumentException wrong(String name, String value, String expected) {
        return new IllegalArgumentException(name + ": " + ConfigProblems.quoted(value) + " is not " + expected);
    }

    /**
     * Adds what somebody else says.
     *
     * @param other whose word counts where this one says nothing
     * @return both
     */
    public FunctionLimits orElse(FunctionLimits other) {
        return new FunctionLimits(
                timeout.or(other::timeout),
                concurrency.isPresent() ? concurrency : other.concurrency,
                queue.isPresent() ? queue : other.queue);
    }
}
