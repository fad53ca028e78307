package io.funclet.host;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.properties.HasName;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The plan of the house. {@code rooms.txt} says which package may know which; this test says which libraries a room may
 * know, and that there are no circles.
 */
class RoomsTest {

    private static final String HOUSE = "io.funclet.host";
    private static final String API = "io.funclet.api";
    /** For the compiler: nothing of it is shipped. */
    private static final String GUARDED_BY = "com.google.errorprone.annotations.concurrent";

    private static final String[] OSGI = {"org.osgi..", "org.apache.felix.."};
    private static final String[] GRPC = {"io.grpc..", "com.google.protobuf.."};

    /** The slot of a function, its queue, its versions and their invocations are one state machine. */
    private static final String STATE_MACHINE = "io.funclet.host.call.endpoint";

    /** A log manager makes its loggers, and {@code java.util.logging} has each logger ask its manager. */
    private static final String LOG_MANAGER = "io.funclet.host.log.manager";

    /** What each top room may know beside the JDK and the rooms of {@code rooms.txt}. */
    private enum Libraries {
        OF_ROOT("", "sun.misc", "org.osgi.framework"),
        // Private fields are visible in no other way.
        OF_JDK("jdk..", "sun.misc"),
        OF_PROCESS("process..", "sun.misc"),
        OF_STORAGE("storage.."),
        OF_MEMORY("memory..", "javax.management.."),
        OF_LOG("log.."),
        OF_CONFIG("config..", "com.google.gson..", "org.snakeyaml.."),
        // Of HotSpot's own packages: what a thread has allocated.
        OF_TYPED("typed..", API, "com.google.gson.."),
        OF_CALL("call..", API, "com.sun.management"),
        OF_FRAMEWORK("framework..", with(OSGI, API, "org.objectweb.asm..", "org.slf4j..", "jdk.jfr")),
        OF_DEPLOY(
                "deploy..",
                with(
                        OSGI,
                        API,
                        "javax.imageio.spi",
                        "javax.management",
                        "javax.xml",
                        "javax.xml.parsers",
                        "org.xml.sax..")),
        OF_GRPC("grpc..", with(GRPC, API, "io.funclet.proto..")),
        OF_CONTROL("control..", with(GRPC, API, "io.funclet.proto.control..")),
        OF_UPGRADE("upgrade.."),
        OF_WEB(
                "web..",
                API,
                "com.sun.management",
                "com.google.gson..",
                "io.prometheus.metrics..",
                "io.grpc.netty.shaded.."),
        OF_CLI(
                "cli..",
                with(
                        GRPC,
                        API,
                        "io.funclet.proto..",
                        "com.google.gson..",
                        "picocli..",
                        "javax.tools",
                        "jdk.security.jarsigner"));

        private final String packages;
        private final String[] known;

        Libraries(String room, String... known) {
            this.packages = room.isEmpty() ? HOUSE : HOUSE + "." + room;
            this.known = with(
                    known,
                    HOUSE + "..",
                    "java..",
                    "javax.net.ssl..",
                    "javax.security.auth.x500",
                    "javax.crypto..",
                    GUARDED_BY);
        }

        private static String[] with(String[] some, String... more) {
            return Stream.of(more, some).flatMap(Stream::of).toArray(String[]::new);
        }
    }

    @ParameterizedTest
    @EnumSource
    void room_knowsOnlyItsLibraries(Libraries libraries) {
        HostClasses.check(classes()
                .that()
                .resideInAPackage(libraries.packages)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(libraries.known));
    }

    @Test
    void everyClass_hasARoom() {
        HostClasses.check(classes()
                .should()
                .resideInAnyPackage(Stream.of(Libraries.values())
                        .map(libraries -> libraries.packages)
                        .toArray(String[]::new)));
    }

    @Test
    void packages_knowWhatThePlanSays_noMoreAndNoLess() throws Exception {
        Map<String, TreeSet<String>> known = new TreeMap<>();
        for (JavaClass type : HostClasses.ALL) {
            TreeSet<String> others = known.computeIfAbsent(room(type), room -> new TreeSet<>());
            type.getDirectDependenciesFromSelf().stream()
                    .map(Dependency::getTargetClass)
                    .map(JavaClass::getBaseComponentType)
                    .filter(resideInAPackage(HOUSE + ".."))
                    .map(RoomsTest::room)
                    .filter(other -> !other.equals(room(type)))
                    .forEach(others::add);
        }
        String actual = known.entrySet().stream()
                .map(entry -> (entry.getKey() + ": " + String.join(" ", entry.getValue())).strip())
                .collect(Collectors.joining("\n"));
        assertEquals(plan(), actual);
    }

    private static String plan() throws Exception {
        try (InputStream in = RoomsTest.class.getResourceAsStream("rooms.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .collect(Collectors.joining("\n"));
        }
    }

    private static String room(JavaClass type) {
        String name = type.getPackageName();
        return name.equals(HOUSE) ? "." : name.substring(HOUSE.length() + 1);
    }

    @Test
    void packages_formNoCircles() {
        HostClasses.check(slices().matching("io.funclet.(**)").should().beFreeOfCycles());
    }

    @Test
    void integrationTests_formNoCircles_either() {
        slices().matching("io.funclet.host.(**)")
                .should()
                .beFreeOfCycles()
                .check(new ClassFileImporter()
                        .withImportOption(new ImportOption.OnlyIncludeTests())
                        .importPackages("io.funclet.host.it"));
    }

    @Test
    void classes_formNoCircles_exceptTheStateMachineOfACall() {
        DescribedPredicate<JavaClass> stateMachine = resideInAPackage(STATE_MACHINE);
        DescribedPredicate<JavaClass> logManager = resideInAPackage(LOG_MANAGER);
        HostClasses.check(slices().assignedFrom(new TopLevelClasses())
                .should()
                .beFreeOfCycles()
                .ignoreDependency(stateMachine, stateMachine)
                .ignoreDependency(logManager, logManager)
                // An annotation that lists the commands: each of them knows what is common to all.
                .ignoreDependency(
                        HasName.Predicates.name("io.funclet.host.cli.FuncletCommand"),
                        resideInAPackage("io.funclet.host.cli")));
    }

    private static class TopLevelClasses implements SliceAssignment {

        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
            JavaClass outer = type;
            while (outer.getEnclosingClass().isPresent()) {
                outer = outer.getEnclosingClass().get();
            }
            return SliceIdentifier.of(outer.getName());
        }

        @Override
        public String getDescription() {
            return "top level classes";
        }
    }

    @Test
    void commandLine_isKnownToMainByOneClassAlone() {
        HostClasses.check(noClasses()
                .that(not(resideInAPackage("io.funclet.host.cli..")).and(not(belongToAnyOf(Main.class))))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.funclet.host.cli.."));
        List<String> accesses = HostClasses.ALL.get(Main.class).getDirectDependenciesFromSelf().stream()
                .filter(dependency ->
                        dependency.getTargetClass().getPackageName().startsWith("io.funclet.host.cli"))
                .map(dependency -> dependency.getTargetClass().getSimpleName())
                .toList();
        assertEquals(List.of("CommandLine"), accesses);
    }
}
