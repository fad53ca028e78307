package io.funclet.host.framework;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class PlatformBundleTest {

    private static final Pattern ENTRY = Pattern.compile("\t([a-z.]+);version='\\[([0-9.]+),");

    @Test
    void list_isThatOfTheBndrunFile() throws Exception {
        String bndrun = Files.readString(Path.of("..", "bndrun", "platform.bndrun"));
        List<PlatformBundle> expected = new ArrayList<>();
        Matcher entries = ENTRY.matcher(bndrun.substring(bndrun.indexOf("-runbundles:")));
        while (entries.find()) {
            expected.add(new PlatformBundle(entries.group(1), entries.group(2)));
        }

        assertEquals(expected, PlatformBundle.all());
        assertEquals(bndrun.substring(bndrun.indexOf("-runbundles:")).split(";").length - 1, expected.size());
    }

    @Test
    void everyPlatformBundle_isOnTheClassPathUnderItsFileName() throws Exception {
        String classPath = System.getProperty("java.class.path");
        for (PlatformBundle bundle : PlatformBundle.all()) {
            assertNotNull(bundle.version());
            assertEquals(true, classPath.contains("/" + bundle.fileName()), bundle.fileName());
            assertEquals(bundle.fileName(), PlatformBundle.fileNameOf(bundle.location()));
        }
        assertNull(PlatformBundle.fileNameOf("reference:file:/some.jar"));
    }
}
