package io.funclet.host;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The plan of the house: who may know whom, and who may know what from outside. */
class RoomsTest {

    private static final String HOUSE = "io.funclet.host";
    private static final String API = "io.funclet.api";
    private static final String[] OSGI = {"org.osgi..", "org.apache.felix.."};
    private static final String[] GRPC = {"io.grpc..", "com.google.protobuf.."};

    /** For the compiler: nothing of it is shipped. */
    private static final String GUARDED_BY = "com.google.errorprone.annotations.concurrent";

    private static final JavaClasses HOST = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(HOUSE);

    /** Each room with everything, beside itself and the JDK, that it may know. What is not listed is forbidden. */
    private enum Room {
        CONFIG("config", "com.google.gson..", "org.snakeyaml.."),
        OPS("ops", "io.funclet.host.config"),
        // Beside the JDK's own packages, one of HotSpot's: what a thread has allocated.
        CALL("call", API, "com.sun.management", "io.funclet.host.config", "io.funclet.host.ops"),
        FRAMEWORK("framework..", with(OSGI, API, "io.funclet.host.config", "org.objectweb.asm..", "org.slf4j")),
        DEPLOY(
                "deploy..",
                with(
                        OSGI,
                        API,
                        // What thread locals hold can be seen by no other way.
                        "sun.misc",
                        "javax.management",
                        "javax.xml",
                        "javax.xml.parsers",
                        "org.xml.sax..",
                        "io.funclet.host.config",
                        "io.funclet.host.ops",
                        "io.funclet.host.call",
                        "io.funclet.host.framework..")),
        GRPC_ROOM("grpc", with(GRPC, API, "io.funclet.proto..", "io.funclet.host.config", "io.funclet.host.call")),
        CONTROL(
                "control",
                with(
                        GRPC,
                        API,
                        "io.funclet.proto.control..",
                        "io.funclet.host.config",
                        "io.funclet.host.call",
                        "io.funclet.host.ops",
                        "io.funclet.host.deploy",
                        "io.funclet.host.grpc")),
        WEB(
                "web",
                API,
                "com.sun.management",
                "com.google.gson..",
                "io.prometheus.metrics..",
                "io.grpc.netty.shaded..",
                "io.funclet.host.config",
                "io.funclet.host.call",
                "io.funclet.host.deploy",
                "io.funclet.host.grpc"),
        // A client of the runtime.
        CLI(
                "cli",
                with(
                        GRPC,
                        API,
                        "io.funclet.proto..",
                        "com.google.gson..",
                        "picocli..",
                        "io.funclet.host.config",
                        "io.funclet.host.ops",
                        // For the one question that needs no process to be asked.
                        "io.funclet.host.control"));

        private final String packages;
        private final String[] known;

        Room(String name, String... known) {
            this.packages = HOUSE + "." + name;
            this.known = with(known, packages, "java..", "javax.net.ssl..", "javax.crypto..", GUARDED_BY);
        }

        private static String[] with(String[] some, String... more) {
            return Stream.of(more, some).flatMap(Stream::of).toArray(String[]::new);
        }
    }

    private static String[] allRooms() {
        return Stream.of(Room.values()).map(room -> room.packages).toArray(String[]::new);
    }

    @ParameterizedTest
    @EnumSource
    void room_knowsOnlyWhatItIsAllowedTo(Room room) {
        check(classes()
                .that()
                .resideInAPackage(room.packages)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(room.known));
    }

    @Test
    void door_knowsRoomsAndOfOsgiOnlyThatTheFrameworkMayNotBoot() {
        check(classes()
                .that()
                .resideInAPackage(HOUSE)
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(allRooms())
                        .or(resideInAnyPackage(HOUSE, "java..", "sun.misc", GUARDED_BY))
                        .or(belongToAnyOf(org.osgi.framework.BundleException.class))));
    }

    @Test
    void everyClass_hasARoom() {
        check(classes().should().resideInAnyPackage(Room.with(allRooms(), HOUSE)));
    }

    @Test
    void rooms_haveNoCycles() {
        check(slices().matching("io.funclet.host.(*)..").should().beFreeOfCycles());
    }

    @Test
    void commandLine_isKnownToMainByOneCallAlone() {
        check(noClasses()
                .that(not(resideInAPackage("io.funclet.host.cli")).and(not(belongToAnyOf(Main.class))))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.funclet.host.cli"));
        List<String> accesses = HOST.get(Main.class).getDirectDependenciesFromSelf().stream()
                .filter(dependency ->
                        dependency.getTargetClass().getPackageName().equals("io.funclet.host.cli"))
                .map(dependency -> dependency.getTargetClass().getSimpleName())
                .toList();
        assertEquals(List.of("CommandLine"), accesses);
    }

    @Test
    void names_sayWhatAClassIs() {
        check(noClasses().should().haveNameMatching(".*(Manager|Utils?|Helper|Impl)"));
    }

    @Test
    void process_isEndedByMainAlone() {
        for (Class<?> owner : new Class<?>[] {System.class, Runtime.class}) {
            check(noClasses()
                    .that(not(belongToAnyOf(Main.class)).and(not(resideInAPackage("io.funclet.host.cli"))))
                    .should()
                    .callMethod(owner, "exit", int.class)
                    .orShould()
                    .callMethod(Runtime.class, "halt", int.class));
        }
    }

    @Test
    void nothing_sleeps() {
        check(noClasses()
                .should()
                .callMethod(Thread.class, "sleep", long.class)
                .orShould()
                .callMethod(Thread.class, "sleep", long.class, int.class)
                .orShould()
                .callMethod("java.util.concurrent.TimeUnit", "sleep", long.class.getName()));
    }

    @Test
    void types_arePublicOnlyForOtherRooms() {
        check(classes()
                .that()
                .areTopLevelClasses()
                .and()
                .haveModifier(JavaModifier.PUBLIC)
                // For the JVM; for woven code of function bundles.
                .and(not(belongToAnyOf(Main.class)))
                .and(not(resideInAPackage("io.funclet.host.framework.guard")))
                .should(beUsedByAnotherRoom()));
    }

    private static ArchCondition<JavaClass> beUsedByAnotherRoom() {
        return new ArchCondition<>("be used by another room") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                boolean used = type.getDirectDependenciesToSelf().stream()
                        .anyMatch(use -> !use.getOriginClass().getPackage().equals(type.getPackage()));
                events.add(new SimpleConditionEvent(
                        type, used, type.getName() + (used ? " is" : " is not") + " used by another room"));
            }
        };
    }

    private static void check(ArchRule rule) {
        rule.check(HOST);
    }
}
