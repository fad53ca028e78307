package io.funclet.host.it.component;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.funclet.host.it.client.Callers;
import io.funclet.host.it.jar.BadJar;
import io.funclet.host.it.jar.FunctionJar;
import io.funclet.host.it.jar.FunctionSource;
import io.funclet.host.it.jar.RepackedJar;
import io.funclet.host.it.runtime.Embedded;
import io.funclet.host.it.runtime.Operator.Said;
import io.funclet.host.it.runtime.RuntimeExtension;
import java.util.Map;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Bundles whose components are not described as their header says: what can be read is served, the rest is told. */
@Embedded
class ComponentDescriptionIT {

    @RegisterExtension
    static final RuntimeExtension site = RuntimeExtension.serve().environment("FUNCLET_START_TIMEOUT", "5s");

    private static final String BROKEN = "<?xml version=\"1.0\"?>\n<scr:component\n";

    private void deploy(FunctionJar jar, String file) throws Exception {
        jar.deploy(site.served(), file);
    }

    private static String document(String bundle, String function) {
        return "OSGI-INF/it." + bundle + ".Function_" + function + ".xml";
    }

    private static FunctionJar without(FunctionJar jar, String document) {
        return new FunctionJar(RepackedJar.with(jar, entry -> !entry.equals(document), ZipEntry.DEFLATED, Map.of()));
    }

    @Test
    void documentThatIsNotThere_isNamed_insteadOfABuildThatWentWrong() throws Exception {
        String document = document("absent", "absent");
        deploy(without(BadJar.good("absent", "x"), document), "absent.jar");

        String fault = document + ", which Service-Component names, is not in the jar";
        String line = site.awaitLine("deployed code/absent.jar", fault);
        assertTrue(line.contains("WARN"), line);
        assertFalse(line.contains("annotations"), line);
        Said said = site.operator().explain("absent.jar", "is active, and offers no function", fault);
        assertEquals(1, said.status());
        assertEquals(
                1, site.lines().stream().filter(each -> each.contains(document)).count(), () -> "" + site.lines());
    }

    @Test
    void documentThatCannotBeRead_isNamed_withTheLine_andTheOthersAreServed() throws Exception {
        String document = document("half", "broken");
        FunctionJar whole = FunctionJar.bundle("it.half")
                .function("fine", "return Payload.of(\"fine\");")
                .function("broken", "return event;")
                .build();
        deploy(RepackedJar.with(whole, document, BROKEN), "half.jar");

        String fault = document + " cannot be read as a component description: line ";
        String line = site.awaitLine("deployed code/half.jar", fault);
        assertTrue(line.contains("WARN") && line.contains("with fine"), line);
        try (Callers callers = Callers.of(site.port())) {
            assertEquals("fine", callers.call("fine", ""));
        }
        assertEquals(
                1,
                site.operator()
                        .explain("half.jar", "is serving", fault, "function fine")
                        .status());
        site.operator().explain("fine", "is served by it.half", fault);
        assertEquals(
                1, site.lines().stream().filter(each -> each.contains(document)).count(), () -> "" + site.lines());
    }

    @Test
    void methodThatIsToActivate_andIsNotThere_isNamed() throws Exception {
        FunctionJar whole = FunctionJar.bundle("it.begins")
                .function("begins", "return event;")
                .build();
        deploy(RepackedJar.with(whole, document("begins", "begins"), """
                        <?xml version="1.0"?>
                        <scr:component xmlns:scr="http://www.osgi.org/xmlns/scr/v1.3.0" name="begins" activate="begin">
                          <implementation class="it.begins.Function_begins"/>
                          <service><provide interface="io.funclet.api.FunctionHandler"/></service>
                          <property name="function.name" value="begins"/>
                        </scr:component>
                        """), "begins.jar");

        String fault =
                "component begins: its class it.begins.Function_begins has no method begin, which is to activate it";
        site.awaitLine("rejected code/begins.jar", fault);
        site.operator().explain("begins", fault);
    }

    @Test
    void updateThatLosesAFunction_becauseItsDescriptionIsBroken_isRejectedForThat() throws Exception {
        deploy(FunctionJar.of("it.loses", "loses", "return event;"), "loses.jar");
        site.awaitLine("serving loses");
        String document = document("loses", "loses");
        FunctionJar next = FunctionJar.bundle("it.loses")
                .version("2.0.0")
                .function("loses", "return event;")
                .build();
        deploy(RepackedJar.with(next, document, BROKEN), "loses.jar");

        site.awaitLine("rejected code/loses.jar", "does not provide function loses", document + " cannot be read");
        site.operator()
                .explain("loses", "is served by it.loses", "it.loses 2.0.0 is rejected", document + " cannot be read");
    }

    @Test
    void componentThatIsNotValid_isNamed() throws Exception {
        String document = document("invalid", "invalid");
        deploy(RepackedJar.with(BadJar.good("invalid", "x"), document, """
                <scr:component xmlns:scr="http://www.osgi.org/xmlns/scr/v1.3.0" name="it.invalid.Fn">
                  <service><provide interface="io.funclet.api.FunctionHandler"/></service>
                </scr:component>
                """), "invalid.jar");

        String line = site.awaitLine(
                "deployed code/invalid.jar", "component it.invalid.Fn validation failed: Implementation");
        assertTrue(line.contains("WARN") && line.endsWith(" missing"), line);
        site.operator().explain("invalid.jar", "it.invalid.Fn", "mplementation");
    }

    @Test
    void wildcardThatMatchesNothing_isNoFault_ofABundleThatBringsSomethingElse() throws Exception {
        FunctionSource words = FunctionSource.text("wild.words", "\"\"");
        deploy(
                FunctionJar.bundle("it.wild")
                        .source(words)
                        .header("Export-Package", "wild.words")
                        .header("Service-Component", "OSGI-INF/*.xml")
                        .build(),
                "wild.jar");
        site.awaitLine("deployed code/wild.jar");
        assertEquals(0, site.operator().run("explain", "wild.jar").status());

        deploy(
                FunctionJar.bundle("it.bare")
                        .source(words)
                        .header("Service-Component", "OSGI-INF/*.xml")
                        .build(),
                "bare.jar");
        site.awaitLine("deployed code/bare.jar", "no file of the jar matches OSGI-INF/*.xml");
    }

    @Test
    void documentThatAFragmentBrings_isMissedOnlyWithoutIt() throws Exception {
        FunctionJar whole = FunctionJar.of("it.joined", "joined", "return Payload.of(\"joined\");");
        String document = document("joined", "joined");
        deploy(without(whole, document), "joined.jar");
        site.awaitLine("deployed code/joined.jar", document + ", which Service-Component names, is not in the jar");

        FunctionJar fragment = FunctionJar.bundle("it.joined.description")
                .header("Fragment-Host", "it.joined")
                .header("Include-Resource", document + ";literal=placeholder")
                .build();
        deploy(RepackedJar.with(fragment, document, RepackedJar.text(whole, document)), "description.jar");

        site.awaitLine("serving joined");
        assertEquals(0, site.operator().explain("joined.jar", "is serving").status());
    }

    @Test
    void namesWithSlashesAndWildcards_areFoundAsScrFindsThem() throws Exception {
        deploy(
                FunctionJar.bundle("it.slashes")
                        .function("slashes", "return event;")
                        .header("Service-Component", "/" + document("slashes", "slashes") + ", OSGI-INF/*.xml")
                        .build(),
                "slashes.jar");

        String line = site.awaitLine("deployed code/slashes.jar");
        assertTrue(line.contains("INFO"), line);
        assertEquals(
                0, site.operator().explain("slashes", "is served by it.slashes").status());
    }
}
