package io.funclet.host.deploy;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.funclet.host.config.ConfigFile;
import io.funclet.host.config.FunctionConfig;
import io.funclet.host.config.InvalidConfigException;
import io.funclet.host.config.RuntimeConfig;
import io.funclet.host.deploy.jar.FileIdentity;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Notices that the runtime's configuration file has changed, or one that its placeholders name. Gives the settings of
 * components on, and says of all others that they wait for a reload. Thread-safe.
 */
final class ConfigFileWatch {

    private static final Logger LOG = Logger.getLogger(ConfigFileWatch.class.getName());

    /** As it is in force. */
    private volatile ConfigFile<RuntimeConfig> inForce;

    private final Function<RuntimeConfig, Set<String>> settings;

    private final ReentrantLock lock = new ReentrantLock();

    /** What was read last. */
    @GuardedBy("lock")
    private RuntimeConfig last;

    /** The files as they were read last; empty before the first look, because they may have changed during the start. */
    @GuardedBy("lock")
    private Map<Path, FileIdentity> seen = Map.of();

    /** Why the file cannot be used; empty if it can. */
    @GuardedBy("lock")
    private String fault = "";

    /** The changed keys that the log has named. */
    @GuardedBy("lock")
    private Set<String> told = Set.of();

    /**
     * @param config that of the start; it has a file
     * @param settings sets what configures components; returns the functions whose values differ
     */
    ConfigFileWatch(RuntimeConfig config, Function<RuntimeConfig, Set<String>> settings) {
        this.last = config;
        this.inForce = config.file().orElseThrow();
        this.settings = settings;
    }

    /** The files whose changes count now. */
    static List<Path> files(RuntimeConfig config) {
        List<Path> files = new ArrayList<>();
        config.file().ifPresent(file -> files.add(file.path()));
        for (FunctionConfig function : config.functions()) {
            function.config().ifPresent(settings -> files.addAll(settings.files()));
        }
        return files;
    }

    /**
     * Reads the files if they have changed, unless another thread does, because a look at a file may hang. Returns whether
     * any component gets other values.
     */
    boolean hasChanged() {
        if (!lock.tryLock()) {
            return false;
        }
        try {
            return look();
        } finally {
            lock.unlock();
        }
    }

    /** A reload has brought this into force. Waits for a look that is under way. */
    void reloaded(RuntimeConfig config) {
        lock.lock();
        try {
            last = config;
            inForce = config.file().orElseThrow();
            fault = "";
            told = Set.of();
        } finally {
            lock.unlock();
        }
    }

    @GuardedBy("lock")
    private boolean look() {
        // Opening a pipe would wait, and a start may have read one.
        if (Files.exists(inForce.path()) && !Files.isRegularFile(inForce.path())) {
            complain(inForce.path() + ": is no regular file");
            return false;
        }
        Map<Path, FileIdentity> now = identities();
        // While it cannot be used, the reason may be a file that is not known here.
        if (now.equals(seen) && fault.isEmpty()) {
            return false;
        }
        try {
            RuntimeConfig read = inForce.reader().read();
            if (!identities().equals(now)) {
                // It is being written: the next look finds it whole.
                return false;
            }
            if (last.file().orElseThrow().isThere()
                    && !read.file().orElseThrow().isThere()) {
                complain(inForce.path() + ": is gone");
                return false;
            }
            // If it names other files now, the next look reads it once more, with these.
            seen = now;
            return apply(read);
        } catch (InvalidConfigException invalid) {
            seen = now;
            complain(invalid.getMessage());
            return false;
        }
    }

    @GuardedBy("lock")
    private boolean apply(RuntimeConfig read) {
        List<String> before = last.warnings();
        read.warnings().stream().filter(warning -> !before.contains(warning)).forEach(LOG::warning);
        if (!fault.isEmpty()) {
            LOG.info(inForce.path() + " can be used again");
        }
        fault = "";
        last = read;
        Set<String> keys = inForce.changedKeys(read.file().orElseThrow());
        if (!keys.equals(told) && !keys.isEmpty()) {
            LOG.warning(inForce.path() + " has changed; a reload takes this over: " + String.join(", ", keys));
        }
        told = keys;
        Set<String> changed = settings.apply(read);
        if (!changed.isEmpty()) {
            LOG.info(inForce.path() + " has other settings now for " + String.join(", ", changed));
        }
        return !changed.isEmpty();
    }

    @GuardedBy("lock")
    private void complain(String reason) {
        if (!reason.equals(fault)) {
            LOG.log(Level.WARNING, reason + "; the values of before stay");
        }
        fault = reason;
    }

    @GuardedBy("lock")
    private Map<Path, FileIdentity> identities() {
        Map<Path, FileIdentity> identities = new HashMap<>();
        files(last).forEach(file -> identities.put(file, FileIdentity.of(file)));
        return identities;
    }
}
