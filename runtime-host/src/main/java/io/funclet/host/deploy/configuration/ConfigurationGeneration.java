package io.funclet.host.deploy.configuration;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.osgi.framework.Bundle;

/**
 * The configurations of a code directory at one time. Files that change make another one, for further copies of the
 * bundles: a version that serves keeps the configuration with which it has started.
 *
 * @param files by PID
 * @param admin the bundle whose ConfigurationAdmin has them
 */
public record ConfigurationGeneration(Map<String, ConfigurationFile> files, Bundle admin) {

    /** The PIDs, also those of factories, for which two generations differ. */
    public static Set<String> differences(ConfigurationGeneration one, ConfigurationGeneration other) {
        return differences(one == null ? Map.of() : one.files(), other == null ? Map.of() : other.files());
    }

    static Set<String> differences(Map<String, ConfigurationFile> one, Map<String, ConfigurationFile> other) {
        Set<String> all = new HashSet<>(one.keySet());
        all.addAll(other.keySet());
        Set<String> pids = new HashSet<>();
        for (String pid : all) {
            if (!isSame(one.get(pid), other.get(pid))) {
                pids.add(factoryOf(pid));
            }
        }
        return pids;
    }

    /** The files for these PIDs, which may be those of factories. */
    public List<ConfigurationFile> filesOf(Set<String> pids) {
        return files.entrySet().stream()
                .filter(entry -> pids.contains(factoryOf(entry.getKey())))
                .map(Map.Entry::getValue)
                .toList();
    }

    /** The PID that a component names. */
    public static String factoryOf(String pid) {
        int end = pid.indexOf('~');
        return end < 0 ? pid : pid.substring(0, end);
    }

    private static boolean isSame(ConfigurationFile one, ConfigurationFile other) {
        return one != null
                && other != null
                && one.values().keySet().equals(other.values().keySet())
                && one.values().entrySet().stream()
                        .allMatch(
                                entry -> isSame(entry.getValue(), other.values().get(entry.getKey())));
    }

    private static boolean isSame(Object one, Object other) {
        return one instanceof Object[] list && other instanceof Object[] others
                ? Arrays.equals(list, others)
                : one.equals(other);
    }
}
