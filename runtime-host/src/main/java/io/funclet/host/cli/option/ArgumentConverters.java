package io.funclet.host.cli.option;

import io.funclet.host.config.LoggerConfig;
import io.funclet.host.config.source.Environment;
import io.funclet.host.config.text.PrintableText;
import io.funclet.host.config.text.UnitParser;
import io.funclet.host.config.text.Value;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;

/** Converts the values of options. The user sees the messages of the exceptions. */
public final class ArgumentConverters {

    private ArgumentConverters() {}

    /** By the syntax of the configuration; a number needs its unit. */
    public static Duration duration(String text) {
        return UnitParser.duration(new Value.Scalar(text, Value.Style.QUOTED, 0))
                .filter(duration -> duration.toMillis() > 0)
                .orElseThrow(() -> new IllegalArgumentException(
                        PrintableText.quoted(text) + " is not a duration such as 30s, 500ms, 5m or 1h"));
    }

    /** By the names of the configuration. */
    public static LoggerConfig.Level level(String text) {
        return Environment.choice(text.toLowerCase(Locale.ROOT), LoggerConfig.Level.values())
                .orElseThrow(() -> new IllegalArgumentException(
                        PrintableText.quoted(text) + " is none of debug, info, warn, error"));
    }

    /** Makes a path absolute: it is relative to this process's directory, not to the runtime's. */
    public static String subject(String subject) {
        try {
            boolean isPath = subject.contains("/") && Files.exists(Path.of(subject), LinkOption.NOFOLLOW_LINKS);
            return isPath ? Path.of(subject).toAbsolutePath().normalize().toString() : subject;
        } catch (InvalidPathException isName) {
            return subject;
        }
    }
}
