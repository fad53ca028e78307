package io.funclet.host.config;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Where and how to log.
 *
 * @param path the log file; empty for standard error alone
 * @param level the least level that is logged
 * @param format how a line looks
 * @param console whether to log on standard error besides the file
 * @param maxAgeDays how long a rotated file is kept; 0 for ever
 * @param maxSizeMegabytes at which size a file is rotated
 * @param maxBackups how many rotated files are kept; 0 for all
 */
public record LoggerConfig(
        Optional<Path> path,
        Level level,
        Format format,
        boolean console,
        int maxAgeDays,
        int maxSizeMegabytes,
        int maxBackups) {

    public static final int DEFAULT_MAX_AGE_DAYS = 15;
    public static final int DEFAULT_MAX_SIZE_MEGABYTES = 50;
    public static final int DEFAULT_MAX_BACKUPS = 15;

    /** The levels, by the names that the configuration uses for them. */
    public enum Level {
        DEBUG,
        INFO,
        WARN,
        ERROR
    }

    /** The ways in which a line can look. */
    public enum Format {
        TEXT,
        JSON
    }
}
