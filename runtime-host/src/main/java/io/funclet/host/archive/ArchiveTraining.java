package io.funclet.host.archive;

import io.funclet.host.config.InvalidConfigException;
import io.funclet.host.config.load.ConfigLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Extends the run from which the class data archive is made: reads a YAML configuration of other callers, so that the
 * archive has the classes of their starts, too.
 */
public final class ArchiveTraining {

    private static final Logger LOG = Logger.getLogger(ArchiveTraining.class.getName());

    private ArchiveTraining() {}

    /**
     * Reads a configuration. A failure only leaves classes out of the archive.
     *
     * @param directory for a file
     */
    public static void run(Path directory) {
        try {
            Path file = directory.resolve("training.yml");
            Files.writeString(file, """
                    name: training
                    server:
                      address: 127.0.0.1:1
                      timeout: 30s
                      message:
                        length:
                          max: 4m
                    functions:
                      - name: 'echo'
                        handler: 'echo'
                        codedir: '%s'
                    logger:
                      path: '%s'
                      level: info
                    """.formatted(directory, directory.resolve("training.log")));
            ConfigLoader.load(Optional.of(file.toString()), Map.of());
        } catch (IOException | InvalidConfigException incomplete) {
            LOG.log(Level.INFO, "the archive will lack something", incomplete);
        }
    }
}
