package io.funclet.host.config;

import io.funclet.host.config.source.BaseDirectory;
import io.funclet.host.config.source.Document;
import io.funclet.host.config.source.Environment;
import io.funclet.host.config.source.FuncletVariable;
import io.funclet.host.config.text.UnitParser;
import io.funclet.host.config.text.Value;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * Where and how to log.
 *
 * @param path the log file; empty for standard error alone
 * @param level the least level that is logged
 * @param console whether to log on standard error besides the file
 * @param maxAgeDays how long a rotated file is kept
 * @param maxSizeMegabytes at which size a file is rotated
 * @param maxBackups how many rotated files are kept
 * @param functionBytesPerSecond what one version of a function may log, from the environment; 0 for all
 */
public record LoggerConfig(
        Optional<Path> path,
        Level level,
        Format format,
        boolean console,
        int maxAgeDays,
        int maxSizeMegabytes,
        int maxBackups,
        int functionBytesPerSecond) {

    /** With this default, a function needs 14 hours to rotate a log of the default size. */
    static final int DEFAULT_FUNCTION_BYTES_PER_SECOND = 16 * 1024;

    public enum Level {
        DEBUG,
        INFO,
        WARN,
        ERROR
    }

    public enum Format {
        TEXT,
        JSON
    }

    /**
     * Reads the section {@code logger}. Zeros and empty texts are absent, as in the callers' own Go structs, where the
     * defaults apply to zero values.
     */
    public static LoggerConfig read(Document logger, BaseDirectory base, Environment environment) {
        // The name in the Node runtimes of the callers, and in their documents.
        String backup = logger.has("backupCount") && !logger.has("backup") ? "backupCount" : "backup";
        return new LoggerConfig(
                logger.text("path").filter(path -> !path.isBlank()).map(path -> base.resolve(logger.at("path"), path)),
                logger.read("level", "a level (debug, info, warn, error)", scalar -> level(scalar.text()))
                        .orElse(Level.INFO),
                logger.read("format", "a format (text, json)", scalar -> format(scalar.text()))
                        .orElse(Format.TEXT),
                logger.bool("console", false),
                logger.map("age").count("max").orElse(15),
                logger.map("size").count("max").orElse(50),
                logger.map(backup).count("max").orElse(15),
                functionRate(environment));
    }

    /** From the environment, because no manager knows this setting. */
    static int functionRate(Environment environment) {
        Optional<Value.Scalar> rate = environment.scalar(FuncletVariable.LOG_RATE);
        if (rate.isEmpty() || rate.get().text().equals("off")) {
            return rate.isEmpty() ? DEFAULT_FUNCTION_BYTES_PER_SECOND : 0;
        }
        int bytes = UnitParser.size(rate.get()).orElse(0);
        if (bytes == 0) {
            environment.reject(
                    FuncletVariable.LOG_RATE, "is neither a size (16k, 1m, or bytes), for a second, nor off");
        }
        return bytes;
    }

    /** The same as text on standard error alone. */
    public LoggerConfig onConsole() {
        return new LoggerConfig(
                Optional.empty(),
                level,
                Format.TEXT,
                console,
                maxAgeDays,
                maxSizeMegabytes,
                maxBackups,
                functionBytesPerSecond);
    }

    /** The same from another level on. */
    public LoggerConfig at(Level other) {
        return new LoggerConfig(
                path, other, format, console, maxAgeDays, maxSizeMegabytes, maxBackups, functionBytesPerSecond);
    }

    private static Optional<Level> level(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "warning" -> Optional.of(Level.WARN);
            default -> Environment.choice(text.toLowerCase(Locale.ROOT), Level.values());
        };
    }

    private static Optional<Format> format(String text) {
        return Environment.choice(text.toLowerCase(Locale.ROOT), Format.values());
    }
}
