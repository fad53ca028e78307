package io.funclet.host.deploy.configuration;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.funclet.host.deploy.directory.CodeDirectory;
import io.funclet.host.framework.ConfigurationAdminBundle;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;

/** The configurations of one code directory. Any thread. */
final class DirectoryConfigurations {

    private static final Logger LOG = Logger.getLogger(DirectoryConfigurations.class.getName());

    private final CodeDirectory directory;

    /** What each file had when it could last be read. */
    private Map<String, ConfigurationFile> files = Map.of();

    /** What the runtime's own configuration has now, by function. */
    private final Supplier<Map<String, ConfigurationFile>> ofFunctions;

    /** By PID: the function whose values configure it. */
    private final Map<String, String> bound = new HashMap<>();

    /** By the name of a file: what the log has said of it. */
    @GuardedBy("this")
    private final Map<String, String> complaints = new HashMap<>();

    /** The last one is the present one. */
    private final List<ConfigurationGeneration> generations = new ArrayList<>();

    private int count;

    DirectoryConfigurations(CodeDirectory directory, Supplier<Map<String, ConfigurationFile>> ofFunctions) {
        this.directory = directory;
        this.ofFunctions = ofFunctions;
    }

    /** The present one; {@code null} if there is none. */
    synchronized ConfigurationGeneration current() {
        return generations.isEmpty() ? null : generations.get(generations.size() - 1);
    }

    synchronized void bind(String pid, String function) {
        bound.put(pid, function);
    }

    /** Reads the files. Makes another generation if they have changed, or if a bundle asks for the first one. */
    synchronized ConfigurationGeneration refresh(BundleContext host, boolean wanted, String[] names) {
        Map<String, ConfigurationFile> now = read(names);
        ConfigurationGeneration before = current();
        boolean changed = !ConfigurationGeneration.differences(files, now).isEmpty();
        files = now;
        if (before == null ? !wanted && now.isEmpty() : !changed) {
            return before;
        }
        try {
            String mark = directory.number() + "." + ++count;
            ConfigurationGeneration made =
                    new ConfigurationGeneration(now, ConfigurationAdminBundle.start(host, mark, values(now)));
            generations.add(made);
            return made;
        } catch (IOException | BundleException e) {
            LOG.log(Level.WARNING, directory.path() + ": its configurations cannot be provided: " + e.getMessage(), e);
            return before;
        }
    }

    private static Map<String, Map<String, Object>> values(Map<String, ConfigurationFile> files) {
        Map<String, Map<String, Object>> values = new LinkedHashMap<>();
        files.forEach((pid, file) -> values.put(pid, file.values()));
        return values;
    }

    @GuardedBy("this")
    private Map<String, ConfigurationFile> read(String[] names) {
        Map<String, ConfigurationFile> now = new HashMap<>();
        Map<String, ConfigurationFile> values = ofFunctions.get();
        bound.forEach((pid, function) -> now.computeIfAbsent(pid, any -> values.get(function)));
        for (String name : new TreeSet<>(List.of(names))) {
            if (ConfigurationFile.is(name)) {
                read(name, now);
            } else if (name.endsWith(ConfigurationFile.OTHER)) {
                complain(name, ConfigurationFile.NOT_READ);
            }
        }
        complaints.keySet().retainAll(List.of(names));
        return now;
    }

    @GuardedBy("this")
    private void read(String name, Map<String, ConfigurationFile> now) {
        String pid = ConfigurationFile.pidOf(name);
        ConfigurationFile other = now.get(pid);
        if (other != null) {
            complain(
                    name,
                    "is not used: " + other.name() + " is for " + pid + ", too, and counts; leave one of them out");
            return;
        }
        try {
            ConfigurationFile file = ConfigurationFile.read(directory.path().resolve(name));
            now.put(file.pid(), file);
            complaints.remove(name);
        } catch (ConfigurationFault fault) {
            ConfigurationFile last = files.get(pid);
            ConfigurationFile before = last != null && last.name().equals(name) ? last : null;
            String kept = before == null ? "is not used" : "is not used, and its last values stay";
            complain(name, kept + ": it " + fault.getMessage());
            if (before != null) {
                now.put(before.pid(), before);
            }
        }
    }

    /** What is wrong with files, by their names. */
    synchronized Map<String, String> complaints() {
        return Map.copyOf(complaints);
    }

    @GuardedBy("this")
    private void complain(String name, String text) {
        if (!text.equals(complaints.put(name, text))) {
            LOG.warning(directory.label(name) + " " + text);
        }
    }

    /** Removes generations that no bundle uses, except the present one, unless there are neither bundles nor files. */
    synchronized List<ConfigurationGeneration> removeAllBut(Collection<ConfigurationGeneration> used) {
        List<ConfigurationGeneration> gone = new ArrayList<>(generations);
        if (!files.isEmpty() || !used.isEmpty()) {
            gone.remove(current());
        }
        gone.removeIf(generation -> used.stream().anyMatch(one -> one == generation));
        for (ConfigurationGeneration generation : gone) {
            generations.removeIf(one -> one == generation);
            ConfigurationAdminBundle.remove(generation.admin());
        }
        return gone;
    }
}
