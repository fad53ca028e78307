package io.funclet.host.deploy.watch;

import io.funclet.host.deploy.jar.JarName;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** The configuration of FileInstall: it notices jars, and leaves the rest to Funclet. */
public final class FileInstallProperties {

    /** The property of the watched directories, separated by commas. */
    public static final String DIRECTORIES = "felix.fileinstall.dir";

    private FileInstallProperties() {}

    /**
     * What FileInstall reads when it starts.
     *
     * @param directories separated by commas
     * @param interval how often it looks
     * @param temporary for its own files
     */
    public static Map<String, String> of(String directories, Duration interval, Path temporary) {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put(DIRECTORIES, directories);
        properties.put("felix.fileinstall.poll", Long.toString(interval.toMillis()));
        properties.put("felix.fileinstall.filter", JarName.PATTERN);
        properties.put("felix.fileinstall.subdir.mode", "skip");
        properties.put("felix.fileinstall.noInitialDelay", "true");
        properties.put("felix.fileinstall.bundles.new.start", "false");
        properties.put("felix.fileinstall.tmpdir", temporary.toString());
        // DirectoryEvents has the reasons.
        properties.put("felix.fileinstall.disableNio2", "true");
        properties.put("felix.fileinstall.log.level", "2");
        properties.put("felix.fileinstall.log.default", "jul");
        return properties;
    }
}
