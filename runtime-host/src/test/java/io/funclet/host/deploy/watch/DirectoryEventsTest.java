package io.funclet.host.deploy.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.funclet.host.deploy.bundle.DeployContext;
import io.funclet.host.deploy.directory.CodeDirectory;
import io.funclet.host.deploy.file.DeployedFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is looked at after a change: one jar, or the whole directory, however many jars it has. */
class DirectoryEventsTest {

    private static final String ALL = "all";

    @TempDir
    private Path directory;

    /** The jars that a worker is to look at, and {@link #ALL} for each look at the directory. */
    private final BlockingQueue<String> looks = new LinkedBlockingQueue<>();

    private JarWatch jars;
    private DirectoryEvents events;

    @BeforeEach
    void watch() throws IOException {
        List<String> known = List.of("a.jar", "b.jar");
        for (String name : known) {
            Files.writeString(directory.resolve(name), "old");
        }
        Optional<DirectoryEvents> told = DirectoryEvents.of(List.of(directory), List.of(), Duration.ofMillis(1));
        assumeTrue(told.isPresent(), "the file system reports no changes");
        events = told.get();
        CodeDirectory code = CodeDirectory.of(1, directory, null, true, "", null, null, true, null);
        DeployContext context = new DeployContext(null, null, null, null, null, null, null, null, null, null);
        jars = new JarWatch(file -> code, new DeployedFiles(context, file -> looks.add(file.name())));
        for (String name : known) {
            jars.install(directory.resolve(name).toFile());
            assertEquals(name, looks.remove());
        }
    }

    private void begin() {
        events.begin(jars, () -> looks.add(ALL));
    }

    @AfterEach
    void close() {
        events.close();
    }

    @Test
    void jarThatIsReplaced_isLookedAtAlone() throws Exception {
        begin();
        replace("a.jar");
        assertEquals("a.jar", next());
        replace("b.jar");
        assertEquals("b.jar", next());
        replace("a.jar");
        assertEquals("a.jar", next());
    }

    @Test
    void onlyAnotherFileInThePlaceOfAJar_isTakenToBeComplete() throws Exception {
        Path jar = directory.resolve("a.jar");
        assertFalse(jars.replaced(jar), "the same");
        Files.writeString(jar, "new", StandardOpenOption.APPEND);
        assertFalse(jars.replaced(jar), "written to");
        replace("a.jar");
        assertTrue(jars.replaced(jar), "another file");
        assertFalse(jars.replaced(jar), "known by now");
        replace("c.jar");
        assertFalse(jars.replaced(directory.resolve("c.jar")), "a new jar");
    }

    @Test
    void jarThatIsWrittenTo_isLookedAtAlone() throws Exception {
        begin();
        Files.writeString(directory.resolve("a.jar"), "new", StandardOpenOption.APPEND);
        assertEquals("a.jar", next());
        replace("b.jar");
        assertEquals("b.jar", next());
    }

    @Test
    void jarThatComesOrGoes_leadsToALookAtTheDirectory() throws Exception {
        begin();
        replace("c.jar");
        assertEquals(ALL, next());
        assertEquals(ALL, next());
        Files.delete(directory.resolve("a.jar"));
        assertEquals(ALL, next());
    }

    private void replace(String name) throws IOException {
        Path ready = Files.writeString(directory.resolve(".ready"), "new");
        Files.move(ready, directory.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }

    private String next() throws InterruptedException {
        return String.valueOf(looks.poll(30, TimeUnit.SECONDS));
    }
}
