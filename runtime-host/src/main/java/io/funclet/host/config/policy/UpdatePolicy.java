package io.funclet.host.config.policy;

import io.funclet.host.config.source.Document;
import io.funclet.host.config.source.Environment;
import io.funclet.host.config.source.FuncletVariable;
import io.funclet.host.config.text.UnitParser;
import io.funclet.host.config.text.Value;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/**
 * How the updates of a code directory prove themselves. Loaded only where something says so.
 *
 * @param observe how long a new version is compared with the old one, which can take the calls back; zero for not at all
 * @param canary the percentage of the calls that a new version gets at first
 * @param key of the metadata whose values go to one version each; empty for topics
 * @param shadow the percentage of the calls of which a new version gets copies, before it gets calls; 0 for none
 * @param different the percentage of the copies that may have other replies
 */
public record UpdatePolicy(Duration observe, int canary, String key, int shadow, int different) {

    public static final int ALL = 100;

    private static final Duration USUAL = Duration.ofSeconds(30);

    private static final String A_TIME =
            "on (for " + USUAL.toSeconds() + "s), off, or a duration from 1s to 24h with a unit (30s, 5m)";

    private static final String A_SHARE = "a percentage from 1% to 100%";

    private static final String A_BOUND = "a percentage from 0% to 100%";

    /** One without copies of calls. */
    public UpdatePolicy(Duration observe, int canary, String key) {
        this(observe, canary, key, 0, ALL);
    }

    /** Reads the map {@code update} of a function; it holds for the function's code directory. */
    public static Optional<UpdatePolicy> read(Document update) {
        return of(
                update.read("observe", A_TIME, UpdatePolicy::duration),
                update.read("canary", A_SHARE, scalar -> percent(scalar.text())),
                update.text("key").orElse(""),
                update.read("shadow", A_SHARE, scalar -> percent(scalar.text())),
                update.read("different", A_BOUND, UpdatePolicy::bound));
    }

    /** Reads what holds for all other code directories. */
    public static Optional<UpdatePolicy> read(Environment environment) {
        return of(
                read(environment, FuncletVariable.UPDATE_OBSERVE, A_TIME, UpdatePolicy::duration),
                read(environment, FuncletVariable.UPDATE_CANARY, A_SHARE, scalar -> percent(scalar.text())),
                "",
                read(environment, FuncletVariable.UPDATE_SHADOW, A_SHARE, scalar -> percent(scalar.text())),
                Optional.empty());
    }

    private static <T> Optional<T> read(
            Environment environment,
            FuncletVariable variable,
            String expected,
            Function<Value.Scalar, Optional<T>> reader) {
        Optional<Value.Scalar> written = environment.scalar(variable);
        Optional<T> value = written.flatMap(reader);
        if (written.isPresent() && value.isEmpty()) {
            environment.reject(variable, "is not " + expected);
        }
        return value;
    }

    private static Optional<UpdatePolicy> of(
            Optional<Duration> observe,
            Optional<Integer> canary,
            String key,
            Optional<Integer> shadow,
            Optional<Integer> different) {
        return observe.isEmpty() && canary.isEmpty() && shadow.isEmpty()
                ? Optional.empty()
                : Optional.of(new UpdatePolicy(
                        observe.orElse(USUAL), canary.orElse(ALL), key, shadow.orElse(0), different.orElse(ALL)));
    }

    private static Optional<Integer> bound(Value.Scalar scalar) {
        return scalar.text().equals("0%") ? Optional.of(0) : percent(scalar.text());
    }

    /** Reads a percentage such as {@code 5%}; empty if it is none. */
    public static Optional<Integer> percent(String text) {
        return text.matches("[1-9]\\d?%|100%")
                ? Optional.of(Integer.parseInt(text.substring(0, text.length() - 1)))
                : Optional.empty();
    }

    private static Optional<Duration> duration(Value.Scalar scalar) {
        return switch (scalar.text()) {
            case "on" -> Optional.of(USUAL);
            case "off" -> Optional.of(Duration.ZERO);
            default ->
                UnitParser.duration(scalar)
                        .filter(read -> read.toSeconds() >= 1 && read.compareTo(Duration.ofDays(1)) <= 0);
        };
    }

    /** Of several for one code directory: the longest observation counts, the smallest part, the first key, and the strictest shadow. */
    public UpdatePolicy or(UpdatePolicy other) {
        return new UpdatePolicy(
                observe.compareTo(other.observe) >= 0 ? observe : other.observe,
                Math.min(canary, other.canary),
                key.isEmpty() ? other.key : key,
                Math.max(shadow, other.shadow),
                Math.min(different, other.different));
    }

    public boolean observes() {
        return !observe.isZero();
    }
}
