package io.funclet.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;

class LibraryVersionsTest {

    private static final String NEEDED = "org.slf4j:slf4j-api:2.0.20";

    @TempDir
    Path folder;

    @Test
    void olderLibrary_isNamed_withTheOneThatIsNeeded() throws Exception {
        assertEquals(Optional.of("slf4j-api-2.0.9.jar where " + NEEDED + " is needed"), fault("slf4j-api-2.0.9.jar"));
        assertEquals(Optional.empty(), fault("slf4j-api-2.0.20.jar"));
        assertEquals(Optional.empty(), fault("slf4j-api-2.1.0-alpha1.jar"));
        assertEquals(Optional.empty(), fault("logging.jar"));
        assertEquals(
                Optional.of("no " + NEEDED),
                LibraryVersions.fault("org.slf4j.Logger", NEEDED, ClassLoader.getPlatformClassLoader()));
    }

    private Optional<String> fault(String name) throws Exception {
        Path jar = folder.resolve(name);
        Files.copy(
                Path.of(Logger.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toURI()),
                jar);
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {jar.toUri().toURL()}, ClassLoader.getPlatformClassLoader())) {
            return LibraryVersions.fault("org.slf4j.Logger", NEEDED, loader);
        }
    }

    @Test
    void libraries_ofThisBuild_areThoseThatAreNeeded() {
        LibraryVersions.check();
    }
}
