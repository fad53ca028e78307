package io.funclet.host;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.funclet.host.call.endpoint.WaitQueue;
import io.funclet.host.log.throttle.RepeatCounter;
import io.funclet.host.log.throttle.TokenBucket;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What code of the host must not do, and what it is called. {@link RoomsTest} says where it may be. */
class CodeRulesTest {

    @Test
    void names_sayWhatAClassIs() {
        HostClasses.check(noClasses().should().haveNameMatching(".*(Utils?|Helper|Impl)"));
    }

    @Test
    void simpleNames_areUnique() {
        Map<String, List<String>> byName = HostClasses.ALL.stream()
                .filter(type -> type.isTopLevelClass() && !type.getSimpleName().equals("package-info"))
                .collect(Collectors.groupingBy(
                        JavaClass::getSimpleName,
                        TreeMap::new,
                        Collectors.mapping(JavaClass::getName, Collectors.toList())));
        byName.values().removeIf(types -> types.size() == 1);
        assertEquals(Map.of(), byName);
    }

    @Test
    void process_isEndedByMainAlone() {
        for (Class<?> owner : new Class<?>[] {System.class, Runtime.class}) {
            HostClasses.check(noClasses()
                    .that(not(belongToAnyOf(Main.class)).and(not(resideInAPackage("io.funclet.host.cli.."))))
                    .should()
                    .callMethod(owner, "exit", int.class)
                    .orShould()
                    .callMethod(Runtime.class, "halt", int.class));
        }
    }

    @Test
    void nothing_sleeps_butTheOneThreadOfACommand() {
        HostClasses.check(noClasses()
                .that(not(resideInAPackage("io.funclet.host.cli..")))
                .should()
                .callMethod(Thread.class, "sleep", long.class)
                .orShould()
                .callMethod(Thread.class, "sleep", long.class, int.class)
                .orShould()
                .callMethod("java.util.concurrent.TimeUnit", "sleep", long.class.getName()));
    }

    @Test
    void types_arePublicOnlyForOtherRooms() {
        HostClasses.check(classes()
                .that()
                .areTopLevelClasses()
                .and()
                .haveModifier(JavaModifier.PUBLIC)
                // For the JVM, for programs with a runtime inside, for woven code of function bundles, and for tests of
                // the room above.
                .and(not(belongToAnyOf(
                        Main.class, EmbeddedRuntime.class, WaitQueue.class, RepeatCounter.class, TokenBucket.class)))
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
}
