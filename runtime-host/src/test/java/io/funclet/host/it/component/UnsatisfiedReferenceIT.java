package io.funclet.host.it.component;

import static io.funclet.host.it.component.DeclaredSource.component;
import static io.funclet.host.it.component.DeclaredSource.function;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.funclet.host.it.jar.FunctionJar;
import io.funclet.host.it.jar.FunctionSource;
import io.funclet.host.it.runtime.Embedded;
import io.funclet.host.it.runtime.RuntimeExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Components that wait for a service of a reference: the log says which, and why no other bundle provides it. */
@Embedded
class UnsatisfiedReferenceIT {

    private static final String ECHO =
            "@Override public Payload handle(Payload event, CallContext context) { return event; }\n";

    @RegisterExtension
    static final RuntimeExtension site = RuntimeExtension.of("lacks", "user", "target", "circle");

    @Test
    void updateThatWaitsForAService_saysSoMeanwhile() throws Exception {
        deploy("lacks", FunctionJar.bundle("it.lacks").component("lacks", ECHO));
        site.awaitServing("lacks");

        deploy(
                "lacks",
                FunctionJar.bundle("it.lacks")
                        .version("2.0.0")
                        .component("lacks", "@Reference java.util.function.LongSupplier clock;" + ECHO));

        site.log()
                .awaitAll(
                        "waits for its function lacks",
                        "INFO",
                        "it.lacks 2.0.0",
                        "it.lacks 0.0.0",
                        " serves meanwhile, 9 s at most: component ",
                        " waits for service java.util.function.LongSupplier");
        assertEquals(0, site.log().count("waiting lacks/f.jar"), "the wait is over");
    }

    @Test
    void referenceWhoseProviderWaits_isExplainedByWhatThatWaitsFor() throws Exception {
        FunctionJar.bundle("it.provider")
                .header("Export-Package", "it.provider")
                .source(component(
                        "it.provider",
                        "Provider",
                        "(service = Provider.class)",
                        "@Reference(name = \"clock\") java.util.function.LongSupplier clock;"))
                .build()
                .deploy(site.code("user"), "a-provider.jar");
        site.log().await("waiting user/a-provider.jar");

        deployBeside("user", "@Reference(name = \"provider\") it.provider.Provider provider;\n" + ECHO);

        assertToldAtTheEnd(
                "waiting user/f.jar",
                "component it.user.Fn waits for service it.provider.Provider of its reference provider"
                        + " (component it.provider.Provider of bundle it.provider would provide it, but waits for"
                        + " service java.util.function.LongSupplier of its reference clock)");
    }

    @Test
    void targetOfAReference_isSaidWithoutBrackets_alsoOfWhoDoesNotMeetIt() throws Exception {
        deploy(
                "target",
                FunctionJar.bundle("it.target")
                        .source(function(
                                "target",
                                "",
                                "@Reference(name = \"lamp\", target = \"(&(color=red)(!(size>=3)))\") Lamp lamp;\n"
                                        + ECHO))
                        .source(component(
                                "it.target", "Lamp", "(service = Lamp.class, property = \"color=blue\")", "")));

        String demand = "with color=red and not size>=3";
        assertToldAtTheEnd(
                "waiting target/f.jar",
                "component it.target.Fn waits for service it.target.Lamp of its reference lamp, " + demand
                        + " (component it.target.Lamp of bundle it.target provides one, but not " + demand + ")");
    }

    @Test
    void componentsThatWaitForEachOther_areExplainedWithoutEnd() throws Exception {
        deploy(
                "circle",
                FunctionJar.bundle("it.circle")
                        .source(function("circle", "", "@Reference(name = \"other\") Other other;\n" + ECHO))
                        .source(component(
                                "it.circle",
                                "Other",
                                "(service = Other.class)",
                                "@Reference(name = \"fn\") FunctionHandler handler;")));

        site.log()
                .awaitAll(
                        "waiting circle/f.jar",
                        "component it.circle.Fn of bundle it.circle would provide it, and waits for this one");
    }

    private static void deployBeside(String name, String members) throws Exception {
        FunctionSource provider = component("it.provider", "Provider", "(service = Provider.class)", "");
        deploy(
                name,
                FunctionJar.bundle("it." + name)
                        .header("Private-Package", "it." + name)
                        .header("Import-Package", "it.provider, *")
                        .source(function(name, "", members))
                        .source(provider));
    }

    private static void deploy(String directory, FunctionJar.Bundle bundle) throws Exception {
        bundle.build().deploy(site.code(directory), "f.jar");
    }

    private static void assertToldAtTheEnd(String of, String reason) throws Exception {
        String line = site.log().await(of);
        assertTrue(line.endsWith(reason), line);
    }
}
