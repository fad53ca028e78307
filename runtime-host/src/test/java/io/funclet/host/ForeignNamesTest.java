package io.funclet.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.funclet.host.framework.requirement.KnownProviders;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassReader;

/**
 * Names of Felix, SCR, FileInstall, gRPC and Netty that are text in our code. The compiler does not see it when an upgrade
 * takes one of them away.
 */
class ForeignNamesTest {

    /** Classes, methods, loggers and properties. */
    private static final Pattern NAME =
            Pattern.compile("(?:org\\.apache\\.felix|io\\.grpc\\.netty\\.shaded|felix|ds)\\.[\\w.]*\\w");

    private static final Pattern LIBRARY =
            Pattern.compile("org\\.apache\\.felix\\..*\\.jar|grpc-netty-shaded-.*\\.jar");

    /** Methods that are looked for on the stack, and parts of messages. */
    private static final List<String> WITHOUT_A_PREFIX = List.of(
            "createImplementationObject",
            "initDependencyManagers",
            "initialEnable",
            "serviceChanged",
            "changeRegistration",
            "Unable to create",
            " and is also exposed to it from resource ",
            " because it is exposed to package '");

    /** Names bundles that are not here. */
    private static final String OF_ABSENT_BUNDLES = KnownProviders.class.getSimpleName() + ".class";

    private static final int CONSTANT_STRING = 8;

    @Test
    void namesOfOthersClassesMethodsLoggersAndProperties_areStillTheirs() throws IOException {
        Set<String> names = new TreeSet<>(WITHOUT_A_PREFIX);
        collectFromClasses(names);
        collectFromLauncher(names);
        assertFalse(names.size() < 40, () -> "too few to be all: " + names);

        for (String jar : System.getProperty("java.class.path").split(File.pathSeparator)) {
            if (LIBRARY.matcher(Path.of(jar).getFileName().toString()).matches()) {
                removeKnown(names, jar);
            }
        }

        assertEquals(Set.of(), names, "no longer known to those whose names they are");
    }

    private static void collectFromClasses(Set<String> names) throws IOException {
        // By its URI: a URL has a blank of the path as %20.
        Path classes = Path.of(URI.create(
                Main.class.getProtectionDomain().getCodeSource().getLocation().toString()));
        try (Stream<Path> files = Files.walk(classes)) {
            for (Path file :
                    (Iterable<Path>) files.filter(path -> path.toString().endsWith(".class"))
                            .filter(path -> !path.endsWith(OF_ABSENT_BUNDLES))::iterator) {
                ClassReader reader = new ClassReader(Files.readAllBytes(file));
                char[] buffer = new char[reader.getMaxStringLength()];
                for (int i = 1; i < reader.getItemCount(); i++) {
                    int offset = reader.getItem(i);
                    if (offset > 0 && reader.readByte(offset - 1) == CONSTANT_STRING) {
                        collect(names, (String) reader.readConst(i, buffer));
                    }
                }
            }
        }
    }

    /** The launcher and its files of options. */
    private static void collectFromLauncher(Set<String> names) throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/main/dist"))) {
            for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                for (String option : Files.readString(file).split("-D")) {
                    collect(names, option.replaceFirst("(?s)[=\\s\"].*", ""));
                }
            }
        }
    }

    private static void collect(Set<String> names, String text) {
        if (NAME.matcher(text).matches()) {
            names.add(text);
        }
    }

    private static void removeKnown(Set<String> names, String jar) throws IOException {
        try (ZipFile zip = new ZipFile(jar)) {
            for (Enumeration<? extends ZipEntry> entries = zip.entries(); entries.hasMoreElements(); ) {
                ZipEntry entry = entries.nextElement();
                if (entry.getName().endsWith(".class")) {
                    String bytes = new String(zip.getInputStream(entry).readAllBytes(), StandardCharsets.ISO_8859_1);
                    String type = entry.getName().replaceFirst("\\.class$", "").replace('/', '.');
                    names.removeIf(name -> bytes.contains(name)
                            || type.startsWith(name)
                            || name.startsWith(type + ".") && bytes.contains(name.substring(type.length() + 1)));
                }
            }
        }
    }
}
