package io.funclet.host.deploy.set;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.funclet.host.deploy.jar.RejectedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JarSetTest {

    private static final String ONE = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
    private static final String OTHER = "B94D27B9934D3E08A52E52D7DA7DABFAC484EFE37A5380EE9088F7ACE2EFCDE9";

    @Test
    void list_isReadAsSha256sumWritesIt() throws Exception {
        JarSet set = JarSet.parse("# of May\n" + ONE + "  a.jar\n\n" + OTHER + " *b b.jar\r\n");

        assertEquals("a.jar, b b.jar", set.toString());
        assertEquals(OTHER.toLowerCase(Locale.ROOT), set.members().get(1).sha256());
        assertTrue(set.names("any", "a.jar"));
    }

    @Test
    void directory_goesBeforeTheName() throws Exception {
        JarSet set = JarSet.parse(ONE + "  left/a.jar\n" + ONE + "  right/a.jar\n");

        assertTrue(set.names("right", "a.jar"));
        assertTrue(!set.names("other", "a.jar"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            a.jar                       | line 2 of set.sha256 is no SHA-256 digest and name, as sha256sum writes them
            1234  a.jar                 | line 2 of set.sha256 is no SHA-256 digest
            %s                          | line 2 of set.sha256 is no SHA-256 digest
            %s  ../a.jar                | names no jar of a code directory: "../a.jar"
            %s  /a.jar                  | names no jar of a code directory
            %s  left/right/a.jar        | names no jar of a code directory
            %s  left\\a.jar             | names no jar of a code directory
            %s  .a.jar                  | names no jar of a code directory
            %s  a.txt                   | names no jar of a code directory
            %s  other.set.jar           | names a set, and a set has jars only
            %s  first.jar               | names a jar once more: "first.jar"
            %s  left/a.jar              | names some jars with their code directory, and some without
            """)
    void listThatCannotBeUsed_isRejectedInWords(String line, String words) {
        RejectedException rejected = assertThrows(
                RejectedException.class, () -> JarSet.parse(ONE + "  first.jar\n" + line.replace("%s", ONE) + "\n"));

        assertTrue(rejected.getMessage().contains(words), rejected::getMessage);
    }

    @Test
    void emptyList_andAFileWithoutOne_areRejected(@TempDir Path directory) throws Exception {
        assertEquals(
                "lists no jar",
                assertThrows(RejectedException.class, () -> JarSet.parse("# nothing\n"))
                        .getMessage());
        Path file = directory.resolve("none.set.jar");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            zip.putNextEntry(new ZipEntry("other"));
        }
        RejectedException rejected = assertThrows(RejectedException.class, () -> JarSet.read(file));
        assertTrue(rejected.getMessage().contains("has no entry set.sha256"), rejected::getMessage);
    }
}
