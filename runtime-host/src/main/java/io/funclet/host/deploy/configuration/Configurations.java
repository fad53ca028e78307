package io.funclet.host.deploy.configuration;

import io.funclet.host.deploy.directory.CodeDirectory;
import io.funclet.host.framework.PackageDemand;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;

/**
 * The configurations of all code directories. A directory without a configuration file, and without a bundle that asks for
 * ConfigurationAdmin, has none, and costs nothing.
 */
public final class Configurations {

    private static final String PACKAGE = "org.osgi.service.cm";

    private final Map<CodeDirectory, DirectoryConfigurations> byDirectory = new ConcurrentHashMap<>();

    /** When a directory without such files had last changed, in milliseconds: a start has many bundles, and lists it once. */
    private final Map<CodeDirectory, Long> unused = new ConcurrentHashMap<>();

    /** What the runtime's configuration has, by the function of the component. */
    private final Map<CodeDirectory, Map<String, ConfigurationFile>> ofFunctions = new ConcurrentHashMap<>();

    /** Sets the values for the components of functions, by function. Returns the functions whose values differ now. */
    public Set<String> set(CodeDirectory directory, Map<String, ConfigurationFile> values) {
        Map<String, ConfigurationFile> before = ofFunctions.put(directory, values);
        return ConfigurationGeneration.differences(before == null ? Map.of() : before, values);
    }

    /** The values that are set for components, by function; almost always none. */
    public Map<String, ConfigurationFile> ofFunctions(CodeDirectory directory) {
        return ofFunctions.getOrDefault(directory, Map.of());
    }

    /** From now on, the values of a function configure this PID. A file for it is not used. Any thread. */
    public void bind(CodeDirectory directory, String pid, String function) {
        byDirectory
                .computeIfAbsent(directory, one -> new DirectoryConfigurations(one, () -> ofFunctions(one)))
                .bind(pid, function);
    }

    /**
     * Reads what is there now. Any thread.
     *
     * @param bundle installed from this directory just now
     * @return {@code null} if nothing there uses configurations
     */
    public ConfigurationGeneration of(BundleContext host, CodeDirectory directory, Bundle bundle) {
        boolean wanted = asksForIt(bundle);
        Long modified = directory.path().toFile().lastModified();
        if (!wanted && !byDirectory.containsKey(directory) && modified.equals(unused.get(directory))) {
            return null;
        }
        ConfigurationGeneration present = refresh(host, directory, wanted);
        if (!byDirectory.containsKey(directory)) {
            unused.put(directory, modified);
        }
        return present;
    }

    /** Looks whether the files of a directory have changed. Any thread. */
    public void look(BundleContext host, CodeDirectory directory) {
        refresh(host, directory, false);
    }

    private ConfigurationGeneration refresh(BundleContext host, CodeDirectory directory, boolean wanted) {
        String[] names = directory.path().toFile().list();
        if (names == null) {
            // It is not there now: nothing is known about its files.
            return current(directory);
        }
        if (!wanted && !byDirectory.containsKey(directory) && !hasAny(names)) {
            return null;
        }
        return byDirectory
                .computeIfAbsent(directory, one -> new DirectoryConfigurations(one, () -> ofFunctions(one)))
                .refresh(host, wanted, names);
    }

    /** The present one; {@code null} if nothing there uses configurations. */
    public ConfigurationGeneration current(CodeDirectory directory) {
        DirectoryConfigurations known = byDirectory.get(directory);
        return known == null ? null : known.current();
    }

    /** Why files of a directory are not used, or only in part, by their names: in words that follow these. */
    public Map<String, String> complaints(CodeDirectory directory) {
        DirectoryConfigurations known = byDirectory.get(directory);
        return known == null ? Map.of() : known.complaints();
    }

    /** Removes what no bundle of a directory uses any more: all of it, if the directory has no files either. */
    public void removeAllBut(CodeDirectory directory, Collection<ConfigurationGeneration> used) {
        DirectoryConfigurations known = byDirectory.get(directory);
        if (known != null) {
            known.removeAllBut(used);
        }
    }

    /** Whether the name is that of a file with configurations, read or not. */
    public static boolean isFile(String name) {
        return ConfigurationFile.is(name) || name.endsWith(ConfigurationFile.OTHER);
    }

    private static boolean hasAny(String[] names) {
        for (String name : names) {
            if (isFile(name)) {
                return true;
            }
        }
        return false;
    }

    /** Whether its manifest names the package, or the capability of an implementation. */
    private static boolean asksForIt(Bundle bundle) {
        return PackageDemand.isOf(bundle, PACKAGE) || PackageDemand.isRequired(bundle, "osgi.cm");
    }
}
