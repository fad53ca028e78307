package io.funclet.host.framework;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;

/** The URL of an entry of a bundle gives what one of a file gives, in whatever order it is asked. */
class BundleEntryTest {

    private static final String CONTENT = "<a/>";

    @TempDir
    Path storage;

    private EmbeddedFelix felix;
    private URL entry;

    @BeforeEach
    void install() throws Exception {
        felix = EmbeddedFelix.start(storage, Map.of());
        Map<String, byte[]> entries = Map.of("OSGI-INF/a.xml", CONTENT.getBytes(UTF_8));
        Bundle bundle = new BareBundle("bundle", Map.of(), entries).installIn(felix);
        entry = bundle.getEntry("OSGI-INF/a.xml");
    }

    @AfterEach
    void close() {
        felix.close();
    }

    private static String read(InputStream in) throws IOException {
        try (in) {
            return new String(in.readAllBytes(), UTF_8);
        }
    }

    private static void describes(URLConnection connection) {
        assertEquals(CONTENT.length(), connection.getContentLength());
        assertEquals("application/xml", connection.getContentType());
        assertTrue(connection.getLastModified() > 0);
    }

    @Test
    void stream_hasTheContent_alsoFromATextAndRelativeToAnotherEntry() throws Exception {
        assertEquals(CONTENT, read(entry.openStream()));
        assertEquals(CONTENT, read(new URL(new URL(entry, "b.xml"), "a.xml").openStream()));
    }

    @Test
    void connection_saysLengthTypeAndTime_beforeAndAfterTheStream() throws Exception {
        URLConnection before = entry.openConnection();
        describes(before);
        assertEquals(CONTENT, read(before.getInputStream()));

        URLConnection after = entry.openConnection();
        InputStream stream = after.getInputStream();
        describes(after);
        assertSame(stream, after.getInputStream());
        assertNotSame(stream, entry.openConnection().getInputStream());
        assertEquals(CONTENT, read(stream));
    }

    @Test
    void missingEntry_isAnErrorAsSoonAsItIsOpened() throws Exception {
        URL missing = new URL(entry, "missing.xml");

        assertThrows(IOException.class, missing::openConnection);
    }
}
