package io.funclet.host.framework;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.funclet.host.storage.FileErrorText;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StorageErrorsTest {

    @Test
    void failureOfAFile_isHeardWhileSomebodyListens_theFirstOne() {
        try (StorageErrors trouble = StorageErrors.listen()) {
            assertEquals(Optional.empty(), trouble.words());
            assertTrue(StorageErrors.isHeard("Unable to extract.", new IOException("No space left on device")));
            assertTrue(StorageErrors.isHeard("Unable to create a directory.", null));
            assertEquals(Optional.of("No space left on device"), trouble.words());
        }
        assertFalse(StorageErrors.isHeard("Unable to create a directory.", null));
    }

    @Test
    void textOfAFailure_isHeard_whereFelixKeepsNoMore() {
        try (StorageErrors trouble = StorageErrors.listen()) {
            assertTrue(StorageErrors.isHeard(
                    "Unable to extract.",
                    new IllegalStateException("Unable to open: /tmp/0-1.jar (Too many open files)")));
            assertEquals(Optional.of("Too many open files"), trouble.words());
        }
    }

    @Test
    void whatIsAboutSomethingElse_isLeftToTheLog() {
        try (StorageErrors trouble = StorageErrors.listen()) {
            assertFalse(StorageErrors.isHeard("A listener failed.", new IllegalStateException("no device")));
            assertFalse(StorageErrors.isHeard("A remark.", null));
            assertEquals(Optional.empty(), trouble.words());
        }
    }

    @Test
    void words_haveNoPath() {
        assertEquals("No space left on device", FileErrorText.words(new IOException("No space left on device")));
        assertEquals("Is full", FileErrorText.words(new FileSystemException("/tmp/0-1.jar", null, "Is full")));
        assertEquals("Is full", FileErrorText.words(new FileNotFoundException("/tmp/a (b)/0-1.jar (Is full)")));
        assertEquals("NoSuchFileException", FileErrorText.words(new NoSuchFileException("/tmp/0-1.jar")));
        assertEquals("permission denied", FileErrorText.words(new AccessDeniedException("/tmp/0-1.jar")));
    }
}
