package io.funclet.host.config;

import java.time.Duration;
import java.util.Optional;

/**
 * What the launcher knows about this process and its limits. It passes this as system properties, and decides once
 * whether the process is small.
 *
 * @param description the name of the profile, and why it was chosen
 * @param small whether memory or threads are scarce
 * @param limitedThreads whether the launcher has limited the call threads
 * @param callThreads how many calls run at once by default
 * @param deployThreads how many deployments run at once
 * @param home where the distribution is; {@code null} without a launcher
 * @param archive the path of the class data archive without its suffix; {@code null} without a launcher
 * @param recordsArchive whether this run is recorded for an archive
 * @param lacksArchive whether there is no archive, and none will be made
 * @param waitDivisor divides the fixed waits of the runtime; more than 1 in tests only
 * @param init whether this is process 1, which inherits orphans
 * @param logsCalls whether each call is logged as it ends
 * @param debugged whether a debugger may stop threads at any time, so that no time limit applies
 */
public record LaunchProfile(
        String description,
        boolean small,
        boolean limitedThreads,
        int callThreads,
        int deployThreads,
        String home,
        String archive,
        boolean recordsArchive,
        boolean wantsArchive,
        boolean lacksArchive,
        int waitDivisor,
        boolean init,
        boolean terminal,
        boolean logsCalls,
        boolean debugged) {

    private static final int MOST_EVENT_LOOPS = 4;

    /** More threads than cores, because functions may block; few enough for a gateway. */
    public static final int DEFAULT_CALL_THREADS = 64;

    public static final LaunchProfile CURRENT = read();

    private static LaunchProfile read() {
        String description = System.getProperty("funclet.profile", "of no launcher");
        Integer callThreads = Integer.getInteger("funclet.workers");
        return new LaunchProfile(
                description,
                description.startsWith("small"),
                callThreads != null,
                callThreads == null ? DEFAULT_CALL_THREADS : callThreads,
                Integer.getInteger("funclet.deployers", 2),
                System.getProperty("funclet.home"),
                System.getProperty("funclet.archive"),
                Boolean.getBoolean("funclet.archive.recorded"),
                Boolean.getBoolean("funclet.archive.missing"),
                Boolean.getBoolean("funclet.archive.none"),
                Math.max(1, Integer.getInteger("funclet.waits.divisor", 1)),
                Boolean.getBoolean("funclet.init"),
                Boolean.getBoolean("funclet.terminal"),
                Boolean.getBoolean("funclet.calls"),
                Boolean.getBoolean("funclet.debugged"));
    }

    /** The process that this one must not outlive; empty if there is none. One that has ended counts as none. */
    public static Optional<ProcessHandle> parent() {
        Long pid = Long.getLong("funclet.parent");
        return pid == null ? Optional.empty() : ProcessHandle.of(pid);
    }

    /** Longer than anyone debugs, short enough for sums of nanoseconds. */
    private static final Duration UNLIMITED = Duration.ofDays(365);

    /** The limit of what code of functions may take: none in a process that is debugged. */
    public static Duration limit(Duration usual) {
        return CURRENT.debugged ? UNLIMITED : usual;
    }

    /** A wait of fixed length. Tests shorten all of them by one property, {@code funclet.waits.divisor}. */
    public static Duration fixedWait(Duration full) {
        return full.dividedBy(CURRENT.waitDivisor);
    }

    /** Whether threads or memory are limited, so that the runtime starts no optional thread. */
    public boolean isLimited() {
        return small || limitedThreads;
    }

    /** One in a limited process, else one for each processor, from 1 to 4. */
    public int eventLoops() {
        return isLimited() ? 1 : Math.min(MOST_EVENT_LOOPS, Runtime.getRuntime().availableProcessors());
    }
}
