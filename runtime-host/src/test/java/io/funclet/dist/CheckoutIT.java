package io.funclet.dist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./funclet} in a small checkout, with a Maven that only pretends to build. */
class CheckoutIT {

    private static final Instant LONG_AGO = Instant.parse("2020-01-01T00:00:00Z");
    private static final Instant FAR_AHEAD = Instant.parse("2120-01-01T00:00:00Z");

    @TempDir
    Path temp;

    private final Map<String, String> environment = new HashMap<>();
    private Path checkout;
    private Path tools;
    private Path source;

    @BeforeEach
    void makeCheckout() throws IOException {
        checkout = Files.createDirectories(temp.resolve("a checkout"));
        Files.copy(Run.checkout().resolve("funclet"), checkout.resolve("funclet"));
        assertTrue(checkout.resolve("funclet").toFile().setExecutable(true));
        source = checkout.resolve("runtime-host/src/main/java/A.java");
        Files.createDirectories(source.getParent());
        Files.createFile(source);
        Files.createFile(checkout.resolve("pom.xml"));
        Files.createFile(checkout.resolve("README.md"));
        Files.createFile(Files.createDirectory(checkout.resolve(".git")).resolve("index"));

        tools = Files.createDirectory(temp.resolve("tools"));
        for (String tool : List.of("find", "head", "mkdir", "readlink", "touch", "chmod")) {
            executable(tool, "exec /usr/bin/" + tool + " \"$@\"");
        }
        executable("javac", "exit 0");
        executable("mvn", """
                echo "built: $*"
                mkdir -p runtime-host/target/funclet/bin
                echo 'echo "started: $*"' >runtime-host/target/funclet/bin/funclet
                chmod +x runtime-host/target/funclet/bin/funclet
                : >runtime-host/target/funclet.tar.gz
                """);
        environment.put("PATH", tools.toString());
        age(checkout);
    }

    @Test
    void missingDistribution_isBuilt_andStarted() throws Exception {
        Run run = funclet("call", "sayhi");

        assertEquals("started: call sayhi\n", run.out());
        assertTrue(run.err().startsWith("funclet: building the distribution: mvn "), run.err());
        assertTrue(run.err().contains("-B -Dmaven.test.skip=true"), run.err());
        assertEquals(0, run.status());
    }

    @Test
    void firstBuild_showsHowFarItIs_andNothingElseThatIsOnlyInformation() throws Exception {
        executable("mvn", Files.readString(tools.resolve("mvn")) + """
                echo '[INFO] Building Funclet :: Proto 1.0.0-SNAPSHOT          [2/5]'
                echo '[INFO] --- maven-jar-plugin:3.5.1:jar (default-jar) @ proto ---'
                echo '[INFO] --- exec-maven-plugin:3.6.3:exec (archive-for-the-best-java) @ runtime-host ---'
                i=0
                while [ $i -lt 250 ]; do
                    echo "[INFO] Downloaded from central: file $i"
                    i=$((i + 1))
                done
                echo '[WARNING] something minor'
                """);

        assertEquals(
                List.of(
                        "funclet: building [2/5] Funclet :: Proto 1.0.0-SNAPSHOT",
                        "funclet: making the class data archive, which halves the time of a start",
                        "funclet: 100 files fetched for the build",
                        "funclet: 200 files fetched for the build"),
                funclet().err().lines().skip(2).toList());
    }

    @Test
    void maven_isToldToLeaveTheTerminalsColoursAlone_besideWhatItsUserTellsIt() throws Exception {
        executable("mvn", "echo \"options: $MAVEN_OPTS\"\n" + Files.readString(tools.resolve("mvn")));
        environment.put("MAVEN_OPTS", "-Xmx1g");

        Run run = funclet();

        assertTrue(run.err().contains("options: -Xmx1g -Djansi.noreset=true\n"), run.err());
    }

    @Test
    void maven_getsALocaleInWhichItCanReadThePath() throws Exception {
        executable("mvn", "echo \"locale: $LC_ALL\"\n" + Files.readString(tools.resolve("mvn")));
        environment.put("LC_ALL", "C");
        assertTrue(funclet().err().contains("locale: C.UTF-8\n"));

        touch(source);
        environment.put("LC_ALL", "de_DE.utf8");
        assertTrue(funclet().err().contains("locale: de_DE.utf8\n"));
    }

    @Test
    void freshDistribution_isStartedWithoutMavenOrJdk() throws Exception {
        funclet();
        Files.delete(tools.resolve("mvn"));
        Files.delete(tools.resolve("javac"));
        touch(checkout.resolve("README.md"));
        touch(checkout.resolve(".git/index"));
        Path project = Files.createDirectories(checkout.resolve("thermo/src/main/java"));
        touch(Files.createFile(project.resolve("Thermo.java")));
        touch(Files.createFile(checkout.resolve("thermo/thermo.jar")));

        assertStartsOnly(funclet("--help"));
    }

    @Test
    void changedSource_isBuilt() throws Exception {
        funclet();
        assertStartsOnly(funclet());
        touch(source);

        assertTrue(funclet().err().contains("built:"));
    }

    @Test
    void removedSource_isNoticed() throws Exception {
        funclet();
        Files.delete(source);
        touch(source.getParent());

        assertTrue(funclet().err().contains("built:"));
    }

    @Test
    void sourceChangedDuringTheBuild_isBuiltAgain() throws Exception {
        // The source is newer than the build's beginning, the archive newer than the source.
        executable("mvn", Files.readString(tools.resolve("mvn")) + """
                touch -d '2 seconds' runtime-host/src/main/java/A.java
                touch -d '4 seconds' runtime-host/target/funclet.tar.gz
                """);
        funclet();

        assertTrue(funclet().err().contains("built:"));
    }

    @Test
    void failedBuild_isShown_andNothingIsStarted() throws Exception {
        executable("mvn", "echo '[ERROR] cannot find symbol'; exit 1");
        Run run = funclet();

        assertEquals(1, run.status());
        assertEquals("", run.out());
        assertTrue(run.err().contains("cannot find symbol"), run.err());
        assertTrue(run.err().endsWith("funclet: the build failed; see above\n"), run.err());
    }

    @Test
    void missingMavenOrJdk_isSaid() throws Exception {
        Files.delete(tools.resolve("javac"));
        assertTrue(funclet().err().contains("there is no JDK"));
        Files.delete(tools.resolve("mvn"));
        Run run = funclet();

        assertTrue(run.err().contains("Maven (mvn) is not on the PATH"), run.err());
        assertEquals(1, run.status());
    }

    @Test
    void checkout_isFoundFromElsewhere_andThroughALink() throws Exception {
        Path link = Files.createSymbolicLink(temp.resolve("link"), checkout.resolve("funclet"));

        assertEquals(
                "started: x\n",
                Run.of(Path.of("/"), environment, link.toString(), "x").out());
        assertStartsOnly(Run.of(checkout.resolve("runtime-host"), environment, "../funclet", "--help"));
    }

    @Test
    void newProject_isToldHowTheUserHasTypedTheCommand() throws Exception {
        executable("mvn", Files.readString(tools.resolve("mvn")).replace("started: $*", "started: $* ($JAVA_OPTS)"));
        executable("mvn", Files.readString(tools.resolve("mvn")) + "touch runtime-host/target/installed\n");
        environment.put("JAVA_OPTS", "-Xmx1g");
        assertEquals(
                "started: new thermo (-Xmx1g -Dfunclet.command=./funclet)\n",
                funclet("new", "thermo").out());
        assertEquals("started: dev thermo (-Xmx1g)\n", funclet("dev", "thermo").out());
        // A shell passes the path where it has found the command.
        String found = checkout.resolve("funclet").toString();
        environment.put("PATH", checkout + ":" + tools);
        assertEquals(
                "started: new thermo (-Xmx1g -Dfunclet.command=funclet)\n",
                Run.of(temp, environment, found, "new", "thermo").out());
    }

    private Run funclet(String... arguments) throws IOException, InterruptedException {
        String[] command = new String[arguments.length + 1];
        command[0] = "./funclet";
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        return Run.of(checkout, environment, command);
    }

    private static void assertStartsOnly(Run run) {
        assertEquals("", run.err());
        assertTrue(run.out().startsWith("started:"), run.out());
        assertEquals(0, run.status());
    }

    private void executable(String name, String script) throws IOException {
        Path file = tools.resolve(name);
        Files.writeString(file, script.startsWith("#!") ? script : "#!/bin/sh\n" + script);
        assertTrue(file.toFile().setExecutable(true));
    }

    private static void age(Path directory) throws IOException {
        try (var paths = Files.walk(directory)) {
            for (Path path : paths.toList()) {
                Files.setLastModifiedTime(path, FileTime.from(LONG_AGO));
            }
        }
    }

    private static void touch(Path path) throws IOException {
        Files.setLastModifiedTime(path, FileTime.from(FAR_AHEAD));
    }
}
