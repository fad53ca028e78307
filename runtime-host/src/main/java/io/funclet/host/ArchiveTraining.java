package io.funclet.host;

import io.funclet.host.config.InvalidConfigException;
import io.funclet.host.config.load.ConfigLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/** What a run that records an archive does beside serving. */
final class ArchiveTraining {

    private static final Logger LOG = Logger.getLogger(ArchiveTraining.class.getName());

    private ArchiveTraining() {}

    /** Reads the other form of a configuration, so that the archive has its classes. A failure only leaves them out. */
    static void run() {
        try {
            Path json = Path.of(System.getProperty("funclet.archive.training"));
            ConfigLoader.load(Optional.of(Files.readString(json)), Map.of());
        } catch (IOException | InvalidConfigException incomplete) {
            LOG.log(Level.INFO, "the archive will lack something", incomplete);
        }
    }
}
