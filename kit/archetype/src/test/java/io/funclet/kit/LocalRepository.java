package io.funclet.kit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * What this build has made, as if it were installed. Further artifacts come from the local repository of this build. Each
 * test class has its own: two Mavens do not write to one at the same time.
 *
 * @param path its folder
 * @param settings a file for Maven that names it
 */
record LocalRepository(Path path, Path settings) {

    static final String VERSION = System.getProperty("funclet.version");
    static final Path MAVEN = Path.of(System.getProperty("maven.home"), "bin").toAbsolutePath();

    /** For each Java that the tests start: what the second compiler makes of code that runs once is waste. */
    static final String SHORT_LIVED = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC";

    /** For Maven. Kotlin would leave a process of 500 MB that waits for more to compile. */
    static final String OF_MAVEN = SHORT_LIVED + " -Dkotlin.compiler.daemon=false";

    static LocalRepository of(Class<?> test) throws IOException {
        Path folder = Path.of("target", test.getSimpleName()).toAbsolutePath();
        LocalRepository repository = new LocalRepository(folder.resolve("repository"), folder.resolve("settings.xml"));
        repository.install();
        return repository;
    }

    private void install() throws IOException {
        install("funclet", "pom.xml");
        install("bom", "kit/bom/pom.xml");
        install("function-parent", "kit/parent/pom.xml");
        for (String module : List.of("proto", "runtime-api", "runtime-host", "runtime-testkit")) {
            install(module, module + "/pom.xml");
        }
        install("function-archetype", "kit/archetype/pom.xml");
        install("function-archetype-kotlin", "kit/archetype-kotlin/pom.xml");
        String outer = Path.of(System.getProperty("outer.repository")).toUri().toString();
        String repository =
                "<id>outer</id><url>" + outer + "</url><releases><checksumPolicy>ignore</checksumPolicy></releases>"
                        + "<snapshots><enabled>false</enabled></snapshots>";
        Files.writeString(
                settings,
                "<settings><localRepository>" + path
                        + "</localRepository><profiles><profile><id>outer</id><repositories>"
                        + "<repository>" + repository
                        + "</repository></repositories><pluginRepositories><pluginRepository>" + repository
                        + "</pluginRepository></pluginRepositories></profile></profiles>"
                        + "<activeProfiles><activeProfile>outer</activeProfile></activeProfiles></settings>");
    }

    private void install(String artifact, String pom) throws IOException {
        Path folder = Files.createDirectories(
                path.resolve("io/funclet").resolve(artifact).resolve(VERSION));
        Path source = TutorialPage.CHECKOUT.resolve(pom);
        String name = artifact + "-" + VERSION;
        Files.copy(source, folder.resolve(name + ".pom"), StandardCopyOption.REPLACE_EXISTING);
        Path jar = source.resolveSibling("target").resolve(name + ".jar");
        if (Files.exists(jar)) {
            Files.copy(jar, folder.resolve(name + ".jar"), StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
