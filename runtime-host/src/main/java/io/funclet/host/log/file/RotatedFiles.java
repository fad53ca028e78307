package io.funclet.host.log.file;

import io.funclet.host.log.format.UtcTimestamp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The rotated files of a log: their names, and which are deleted.
 *
 * <p>{@code sayhi.log} becomes {@code sayhi-2026-11-21T20-30-00.123.log}, with the UTC time of its rotation. This is
 * the form of Go's lumberjack, which openedge and baetyl use. Only regular files of exactly this form are deleted.
 *
 * <p>The clock of a gateway may be wrong, and be set while the process runs. If a name exists, the next free
 * millisecond is used. A file of the future was made before the clock was set back: it is older than all others. A file
 * from before {@link #EARLIEST_MILLIS} has an order, but no age, because the clock was not set yet.
 */
final class RotatedFiles {

    /** 2020-01-01: a clock that was ever set is not behind this. */
    static final long EARLIEST_MILLIS = 1_577_836_800_000L;

    private static final long MILLIS_A_DAY = 86_400_000L;

    private final Path directory;
    private final String prefix;
    private final String suffix;
    private final int maxBackups;
    private final int maxAgeDays;

    /**
     * @param maxBackups how many are kept; 0 for all
     * @param maxAgeDays how long they are kept; 0 for ever
     */
    RotatedFiles(Path file, int maxBackups, int maxAgeDays) {
        String name = file.toFile().getName(); // empty for a root, which has none
        int dot = name.lastIndexOf('.');
        directory = file.toAbsolutePath().getParent();
        prefix = (dot < 0 ? name : name.substring(0, dot)) + '-';
        suffix = dot < 0 ? "" : name.substring(dot);
        this.maxBackups = maxBackups;
        this.maxAgeDays = maxAgeDays;
    }

    /** A free name for a file that is rotated now. */
    Path next(long nowMillis) {
        long stamp = nowMillis;
        while (Files.exists(path(stamp), LinkOption.NOFOLLOW_LINKS)) {
            stamp++;
        }
        return path(stamp);
    }

    /**
     * Deletes files that are too old or too many. The next call tries again what could not be deleted.
     *
     * @param ageNowMillis the time for ages, which is not later than the time of the clock
     */
    void prune(long nowMillis, long ageNowMillis) {
        if (maxBackups <= 0 && maxAgeDays <= 0) {
            return;
        }
        List<Long> stamps = stampsNewestFirst(nowMillis);
        long oldest = ageNowMillis - maxAgeDays * MILLIS_A_DAY;
        for (int i = 0; i < stamps.size(); i++) {
            long stamp = stamps.get(i);
            boolean tooMany = maxBackups > 0 && i >= maxBackups;
            boolean tooOld = maxAgeDays > 0 && stamp >= EARLIEST_MILLIS && stamp < oldest;
            if (tooMany || tooOld) {
                delete(path(stamp));
            }
        }
    }

    private static void delete(Path path) {
        try {
            if (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
                Files.delete(path);
            }
        } catch (IOException e) {
            // The log itself is not affected.
        }
    }

    private List<Long> stampsNewestFirst(long nowMillis) {
        List<Long> stamps = new ArrayList<>();
        String[] names = directory.toFile().list();
        if (names != null) {
            for (String name : names) {
                long stamp = stamp(name);
                if (stamp != UtcTimestamp.NONE) {
                    stamps.add(stamp);
                }
            }
        }
        // The next free millisecond may be a little ahead of the clock, which does not count as future.
        stamps.sort(new NewestFirst(nowMillis + 60_000));
        return stamps;
    }

    /** Puts stamps of the future last. A class, because the first lambda of a process slows its start down. */
    private record NewestFirst(long nowMillis) implements Comparator<Long> {

        @Override
        public int compare(Long a, Long b) {
            boolean futureA = a > nowMillis;
            boolean futureB = b > nowMillis;
            return futureA == futureB ? Long.compare(b, a) : Boolean.compare(futureA, futureB);
        }
    }

    private long stamp(String name) {
        int length = prefix.length() + UtcTimestamp.LENGTH + suffix.length();
        return name.length() == length && name.startsWith(prefix) && name.endsWith(suffix)
                ? UtcTimestamp.parse(name.substring(prefix.length(), prefix.length() + UtcTimestamp.LENGTH))
                : UtcTimestamp.NONE;
    }

    private Path path(long stamp) {
        StringBuilder name = new StringBuilder(prefix);
        UtcTimestamp.append(name, stamp, '-');
        return directory.resolve(name.append(suffix).toString());
    }
}
