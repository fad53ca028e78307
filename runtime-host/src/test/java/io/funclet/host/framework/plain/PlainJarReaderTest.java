package io.funclet.host.framework.plain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.funclet.api.CallContext;
import io.funclet.api.FunctionHandler;
import io.funclet.api.Payload;
import io.funclet.api.TypedFunction;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;
import org.osgi.framework.Version;

class PlainJarReaderTest {

    @TempDir
    Path directory;

    private final Map<String, byte[]> entries = new LinkedHashMap<>();
    private final Attributes manifest = new Attributes();

    private PlainJarReaderTest with(String path, String text) {
        entries.put(path, text.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    private PlainJarReaderTest with(String path, Class<?> of) throws IOException {
        try (InputStream in = of.getResourceAsStream(
                of.getName().substring(of.getPackageName().length() + 1) + ".class")) {
            entries.put(path, in.readAllBytes());
        }
        return this;
    }

    private PlainJar read(String fileName) throws IOException {
        Path jar = directory.resolve("any.jar");
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(jar))) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                out.putNextEntry(new ZipEntry(entry.getKey()));
                out.write(entry.getValue());
            }
        }
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            return PlainJarReader.read(zip, manifest, fileName);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "kotlin-stdlib-2.2.0.jar, kotlin-stdlib, 2.2.0",
        "guava-33.4.8-jre.jar, guava, 33.4.8.jre",
        "netty-transport-native-epoll-4.1.100.Final-linux-x86_64.jar, netty-transport-native-epoll,"
                + " 4.1.100.Final-linux-x86_64",
        "scala3-library_3-3.7.1.jar, scala3-library_3, 3.7.1",
        "commons-io.JAR, commons-io, 0.0.0",
        "my lib-v2.jar, my_lib, 2.0.0",
        "..jar, _, 0.0.0",
        "long-20250101123456789.jar, long, 0.0.0",
    })
    void jarThatSaysNothing_isCalledByItsFile(String fileName, String name, Version version) throws Exception {
        PlainJar jar = with("a/b.txt", "x").read(fileName);

        assertEquals(name, jar.name());
        assertEquals(version, jar.version());
    }

    @Test
    void mavensCoordinates_goBeforeTheFile_andTheModuleNameBeforeThem() throws Exception {
        with("META-INF/maven/com.acme/acme-units/pom.properties", "artifactId=acme-units\nversion=1.2-SNAPSHOT\n");
        assertEquals("acme-units", read("x.jar").name());
        assertEquals(Version.parseVersion("1.2.0.SNAPSHOT"), read("x.jar").version());

        manifest.putValue("Automatic-Module-Name", "com.acme.units");
        manifest.putValue("Implementation-Version", "7");
        assertEquals("com.acme.units", read("x.jar").name());
        assertEquals(Version.parseVersion("1.2.0.SNAPSHOT"), read("x.jar").version());
    }

    @Test
    void coordinatesOfCopiedLibraries_areNotItsOwn() throws Exception {
        with("META-INF/maven/a/other/pom.properties", "artifactId=other\nversion=1\n");
        assertEquals("neither", read("neither-3.jar").name());
        assertEquals(new Version(3, 0, 0), read("neither-3.jar").version());
        assertEquals("other", read("a-other-1.jar").name());

        with("META-INF/maven/a/whole/pom.properties", "artifactId=whole\nversion=2\n");

        assertEquals(new Version(2, 0, 0), read("whole-all-3.jar").version());
        assertEquals("neither", read("neither-3.jar").name());
        assertEquals(new Version(3, 0, 0), read("neither-3.jar").version());
    }

    @Test
    void versionOfTheManifest_isCutToOne() throws Exception {
        manifest.putValue("Implementation-Version", "2.2.0-release-294(2.2.0)");

        with("a/b.txt", "x");
        assertEquals(
                Version.parseVersion("2.2.0.release-294"),
                read("kotlin-stdlib.jar").version());
        assertEquals(new Version(2, 2, 0), read("kotlin-stdlib-2.2.0.jar").version());
    }

    @Test
    void nameOfAModule_isItsName() throws Exception {
        ClassWriter module = new ClassWriter(0);
        module.visit(Opcodes.V9, Opcodes.ACC_MODULE, "module-info", null, null, null);
        module.visitModule("com.acme.module", 0, null).visitEnd();
        entries.put("META-INF/versions/9/module-info.class", module.toByteArray());
        manifest.putValue("Multi-Release", "true");

        assertEquals("com.acme.module", with("a/b.txt", "x").read("x.jar").name());
    }

    @Test
    void packages_haveClassesOrResources_alsoOfTheRunningJava() throws Exception {
        with("words/Text.class", PlainJarReaderTest.class).with("words/pictures/a.png", "x");
        with("root.txt", "x").with("not-a-package/a.txt", "x").with("META-INF/services/a.B", "x");
        with("META-INF/versions/11/newer/A.class", PlainJarReaderTest.class);
        with("META-INF/versions/9999/newest/A.class", PlainJarReaderTest.class);

        assertEquals(Set.of("words", "words.pictures"), read("x.jar").packages());
        manifest.putValue("Multi-Release", "true");
        assertEquals(Set.of("words", "words.pictures", "newer"), read("x.jar").packages());
    }

    private static final class Loader {
        Object load() throws ReflectiveOperationException {
            return Class.forName("com.acme.driver.Driver").getConstructor(ZipFile[].class, Version.class);
        }
    }

    @Test
    void mentionedPackages_areThoseOfTypes_andOfNamesOfClasses() throws Exception {
        Set<String> mentions =
                with("x/Loader.class", Loader.class).read("x.jar").mentions();

        assertTrue(mentions.containsAll(Set.of("com.acme.driver", "org.osgi.framework")), mentions::toString);
        assertFalse(mentions.stream().anyMatch(name -> name.startsWith("java.")), mentions::toString);
    }

    private static final class Echo implements FunctionHandler {
        @Override
        public Payload handle(Payload event, CallContext context) {
            return event;
        }
    }

    private static final class Typed implements TypedFunction<String, String> {
        @Override
        public String handle(String event, CallContext context) {
            return event;
        }
    }

    private abstract static class Base implements FunctionHandler {}

    @Test
    void functionWithoutHeaders_isTold_andABaseClassForFunctionsIsALibrary() throws Exception {
        assertEquals(
                true, with("x/Base.class", Base.class).read("x.jar").fault().isEmpty());
        String fault = with("x/Echo.class", Echo.class).read("x.jar").fault().orElse("");
        assertTrue(
                fault.startsWith("has no OSGi headers in its manifest, although " + Echo.class.getName()
                        + " implements io.funclet.api.FunctionHandler: its build lacks bnd."),
                fault);
        String typed = with("x/Echo.class", Typed.class).read("x.jar").fault().orElse("");
        assertTrue(typed.contains(Typed.class.getName() + " implements io.funclet.api.TypedFunction: "), typed);
    }

    @Test
    void jarWithNothingToUse_isNoLibrary() throws Exception {
        assertTrue(with("META-INF/MANIFEST.MF", "").read("x.jar").fault().isPresent());
        assertTrue(with("META-INF/maven/g/a/pom.xml", "").read("x.jar").fault().isPresent());
        assertTrue(with("a/B.java", "").read("x.jar").fault().orElse("").startsWith("has sources, and no classes"));
        assertTrue(with("a/B.class", "").read("x.jar").fault().isEmpty());
    }

    @Test
    void emptyJarThatStandsForAnother_isALibrary() throws Exception {
        manifest.putValue("Implementation-Version", "3.9.0");
        assertTrue(read("scala3-library_3-3.9.0.jar").fault().isEmpty());
        manifest.clear();
        assertTrue(read("scala3-library_3-3.9.0.jar").fault().isPresent());
        with("META-INF/maven/g/a/pom.properties", "artifactId=a\nversion=1\n");
        assertTrue(read("x.jar").fault().isEmpty());
    }

    @Test
    void classThatIsNone_harmsNothing() throws Exception {
        PlainJar jar = with("a/B.class", "no class").with("a/C.class", "").read("x.jar");

        assertEquals(Set.of("a"), jar.packages());
        assertEquals(Set.of(), jar.mentions());
    }
}
