package io.funclet.host.deploy.jar;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PathFaultTest {

    @TempDir
    Path directory;

    private Path link(String name, String target) throws Exception {
        return Files.createSymbolicLink(directory.resolve(name), Path.of(target));
    }

    private static void assertFault(String fault, Path path) {
        assertEquals(Optional.of(fault), PathFault.of(path));
    }

    @Test
    void fileThatCanBeRead_hasNone_alsoThroughLinks() throws Exception {
        Path file = Files.createFile(directory.resolve("file"));
        link("there", ".");

        assertEquals(Optional.empty(), PathFault.of(file));
        assertEquals(Optional.empty(), PathFault.of(link("link", "there/./there/file")));
    }

    @Test
    void whatIsNotThere_hasNone_butALinkToItHas() throws Exception {
        Path absent = directory.resolve("absent");

        assertEquals(Optional.empty(), PathFault.of(absent));
        assertEquals(Optional.empty(), PathFault.of(absent.resolve("x.jar")));
        assertFault("is a link to absent, which is not there", link("link", "absent"));
        assertFault("is a link to absent/x.jar, which is not there", link("deeper", "absent/x.jar"));
        assertFault("is a link to link, which is a link to absent, which is not there", link("further", "link"));
    }

    @Test
    void parentOfALinkedDirectory_isThatOfWhatItLinksTo() throws Exception {
        Path elsewhere = Files.createDirectories(directory.resolve("one/two"));
        link("there", elsewhere.toString());
        Files.createFile(directory.resolve("one/file"));

        assertEquals(Optional.empty(), PathFault.of(link("link", "there/../file")));
    }

    @Test
    void circle_isToldAsSuch() throws Exception {
        Path one = link("one", "two");
        link("two", "./one");

        assertFault("is a link to self, which leads in a circle", link("self", "self"));
        assertFault("is a link to two, which is a link to ./one, which leads in a circle", one);
    }

    @Test
    void directory_isNoFile() throws Exception {
        assertFault("is a directory", directory);
        assertFault("is a link to .., which is a directory", link("up", ".."));
        assertFault("is a link to /, which is a directory", link("root", "/"));
    }

    @Test
    void device_isNoFile() throws Exception {
        assertFault(
                "is a link to /dev/null, which is no file, but a pipe, a socket or a device",
                link("null", "/dev/null"));
    }
}
