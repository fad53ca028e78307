package io.funclet.host.cli.oci;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.funclet.host.cli.oci.model.RegistryException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TarFileTest {

    private static final byte[] ONE = "one".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] OTHER = new byte[700];

    @TempDir
    Path directory;

    private static byte[] tar() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        TarFile.write(out, "one", ONE.length, new ByteArrayInputStream(ONE));
        TarFile.write(out, "./other", OTHER.length, new ByteArrayInputStream(OTHER));
        TarFile.end(out);
        return out.toByteArray();
    }

    private TarFile open(byte[] content) throws Exception {
        return new TarFile(Files.write(directory.resolve("file.tar"), content));
    }

    @Test
    void entries_areReadInAnyOrder() throws Exception {
        try (TarFile tar = open(tar());
                InputStream other = tar.open("other");
                InputStream one = tar.open("one")) {
            assertArrayEquals(OTHER, other.readAllBytes());
            assertArrayEquals(ONE, one.readAllBytes());
            assertThrows(NoSuchFileException.class, () -> tar.open("none"));
        }
    }

    @Test
    void headerThatIsNotWhatWasWritten_isRejected() throws Exception {
        byte[] changed = tar();
        changed[0] = 'O';

        assertRejected(changed);
    }

    @Test
    void fileThatEndsWithinAnEntry_isRejected() throws Exception {
        assertRejected(Arrays.copyOf(tar(), 512 + 512 + 100));
        assertRejected(Arrays.copyOf(tar(), 512 + 512 + 512 + 100));
        assertRejected(new byte[] {1});
    }

    private void assertRejected(byte[] content) {
        RegistryException rejected = assertThrows(RegistryException.class, () -> open(content));
        assertEquals(directory.resolve("file.tar") + " is not a tar file that is complete", rejected.getMessage());
    }
}
