package io.funclet.host.cli.option;

import io.funclet.host.config.ListenAddress;
import io.funclet.host.config.LoggerConfig;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.TypeConversionException;

/** Converts the values of options. picocli reports the exceptions to the user. */
public final class ArgumentConverters {

    private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h)");

    private static final Pattern NUMBER = Pattern.compile("[+-]?\\d{1,18}");

    private ArgumentConverters() {}

    public static ListenAddress address(String text) {
        try {
            return ListenAddress.parse(text);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }

    public static Duration duration(String text) {
        Matcher matcher = DURATION.matcher(text);
        if (!matcher.matches() || matcher.group(1).chars().allMatch(digit -> digit == '0')) {
            throw new TypeConversionException("\"" + text + "\" is not a duration such as 30s, 500ms, 5m or 1h");
        }
        long amount = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            default -> Duration.ofHours(amount);
        };
    }

    public static long number(String text) {
        if (!NUMBER.matcher(text).matches()) {
            throw new TypeConversionException("\"" + text + "\" is not a number");
        }
        return Long.parseLong(text);
    }

    /** By the names of the configuration. */
    public static LoggerConfig.Level level(String text) {
        for (LoggerConfig.Level level : LoggerConfig.Level.values()) {
            if (level.name().equalsIgnoreCase(text)) {
                return level;
            }
        }
        throw new TypeConversionException("\"" + text + "\" is none of debug, info, warn, error");
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
