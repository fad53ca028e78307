package io.funclet.host.config.quota;

import io.funclet.host.config.source.Document;
import io.funclet.host.config.text.UnitParser;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a quota counts. */
public enum QuotaKind {
    /** Calls without an outcome, running and waiting. */
    CONCURRENT("calls at once"),
    /** Calls that cannot run yet. */
    QUEUE("waiting calls"),
    /** Threads that functions of a tenant have started, and that run. */
    THREADS("threads"),
    /** Calls in a second. */
    RATE("calls a second"),
    /** Bytes of events and responses in a second. */
    PAYLOAD("bytes of payloads a second"),
    /** Bytes of lines in the log in a second. */
    LOG("bytes of log lines a second"),
    /** Bytes that threads allocate in a second while they run calls. */
    ALLOCATION("allocated bytes a second"),
    /** Hundredths of a second of processor time in a second. */
    CPU("% of a processor");

    private static final Pattern PERCENT = Pattern.compile("([0-9]{1,5})%");

    private final String unit;

    QuotaKind(String unit) {
        this.unit = unit;
    }

    /** As it is written in a configuration. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** A number of it in words. */
    public String words(long number) {
        return number + (this == CPU ? "" : " ") + unit;
    }

    /** Whether it is a number of this moment, and no sum. */
    public boolean isOfNow() {
        return this == CONCURRENT || this == QUEUE || this == THREADS;
    }

    OptionalLong read(Document quotas) {
        Optional<Integer> number = switch (this) {
            case CONCURRENT, QUEUE, THREADS, RATE ->
                quotas.count(key()).stream().boxed().findFirst();
            case PAYLOAD, LOG, ALLOCATION -> quotas.read(key(), UnitParser.A_SIZE, UnitParser::size);
            case CPU -> quotas.read(key(), "a share of a processor (50%, 150%)", scalar -> percent(scalar.text()));
        };
        return number.stream()
                .mapToLong(Integer::longValue)
                .filter(it -> it > 0)
                .findFirst();
    }

    private static Optional<Integer> percent(String text) {
        Matcher percent = PERCENT.matcher(text);
        return percent.matches() ? Optional.of(Integer.valueOf(percent.group(1))) : Optional.empty();
    }
}
