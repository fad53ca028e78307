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
 * What a process does of which the class data archive is made, beyond a start as openedge 0.1.0 does it: it reads a
 * configuration as other callers give it, in YAML, so that their starts find those classes in the archive, too.
 */
public final class ArchiveTraining {

    private static final Logger LOG = Logger.getLogger(ArchiveTraining.class.getName());

    private ArchiveTraining() {}

    /**
     * Does it. What fails is left out of the archive, and no more.
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
