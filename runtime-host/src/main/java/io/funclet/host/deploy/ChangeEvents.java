package io.funclet.host.deploy;

import io.funclet.host.config.LaunchProfile;
import io.funclet.host.config.RuntimeConfig;
import io.funclet.host.deploy.directory.CodeDirectory;
import io.funclet.host.deploy.watch.DirectoryEvents;
import io.funclet.host.deploy.watch.FileInstallTrigger;
import io.funclet.host.deploy.watch.JarWatch;
import io.funclet.host.deploy.watch.LocalFileSystem;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * What the system tells of changes.
 *
 * @param ofDirectories empty if FileInstall has to poll
 * @param tellOfFile whether they tell of the configuration file, too; if not, a look at it may hang
 */
record ChangeEvents(Optional<DirectoryEvents> ofDirectories, boolean tellOfFile) {

    /** FileInstall's own interval, if events trigger it. */
    private static final Duration HARDLY_EVER = Duration.ofHours(1);

    static final ChangeEvents NONE = new ChangeEvents(Optional.empty(), false);

    /** From now on. */
    static ChangeEvents of(RuntimeConfig config, Collection<CodeDirectory> directories) {
        if (LaunchProfile.CURRENT.isLimited()) {
            return NONE;
        }
        List<Path> paths = new ArrayList<>();
        for (CodeDirectory directory : directories) {
            paths.add(directory.path());
        }
        List<Path> files = config.file().isPresent() ? ConfigFileWatch.files(config) : List.of();
        boolean told = LocalFileSystem.holdsAll(files);
        return new ChangeEvents(
                DirectoryEvents.of(
                        paths, told ? files : List.of(), config.deployment().pollInterval()),
                told);
    }

    /** How often FileInstall has to look by itself. */
    Duration interval(RuntimeConfig config) {
        return areTold() ? HARDLY_EVER : config.deployment().pollInterval();
    }

    boolean areTold() {
        return ofDirectories.isPresent();
    }

    /** Starts to look after each event. */
    void begin(JarWatch jars, FileInstallTrigger trigger, ConfigurationWatch configurations) {
        if (areTold()) {
            ofDirectories.get().begin(jars, () -> {
                trigger.trigger();
                if (tellOfFile) {
                    configurations.lookAtFile();
                }
                configurations.look();
            });
        }
    }
}
