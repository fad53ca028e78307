package io.funclet.host;

import io.funclet.host.config.ConfigLoader;
import io.funclet.host.config.InvalidConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * What a process does of which the class data archive is made, beyond a start as openedge 0.1.0 does it: what other callers
 * need at theirs, and classes that the archive must hold for others that name them, although no start makes use of them.
 * Without these, the JVM reads them from their jars to see that the others are sound, which takes 8 ms of each start.
 */
final class ArchiveTraining {

    private static final Logger LOG = Logger.getLogger(ArchiveTraining.class.getName());

    private static final List<String> NAMED_BY_OTHERS =
            List.of("io.funclet.host.framework.ExitVeto$Guarding", "org.objectweb.asm.ClassWriter");

    private ArchiveTraining() {}

    /**
     * Does it. What fails is left out of the archive, and no more.
     *
     * @param directory for a file
     */
    static void run(Path directory) {
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
            for (String name : NAMED_BY_OTHERS) {
                Class.forName(name, true, ArchiveTraining.class.getClassLoader());
            }
        } catch (IOException | InvalidConfigException | ClassNotFoundException | LinkageError incomplete) {
            LOG.log(Level.INFO, "the archive will lack something", incomplete);
        }
    }
}
