package io.funclet.host.it.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.funclet.host.it.jar.BadJar;
import io.funclet.host.it.jar.FunctionJar;
import io.funclet.host.it.jar.RepackedJar;
import io.funclet.host.it.runtime.Operator.Said;
import io.funclet.host.it.runtime.RuntimeExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Functions that no bundle serves, asked for by their own names: the answer names the jars that would bring them. */
class UnservedFunctionIT {

    @RegisterExtension
    static final RuntimeExtension site = RuntimeExtension.serve().environment("FUNCLET_START_TIMEOUT", "5s");

    private void deploy(FunctionJar jar, String file) throws Exception {
        jar.deploy(site.served(), file);
    }

    private static FunctionJar.Bundle updated(String version) {
        return FunctionJar.bundle("it.updated").version(version).function("updated", "return event;");
    }

    @Test
    void jarThatWaitsForAPackage_isNamed_withWhatItLacks() throws Exception {
        deploy(BadJar.IMPORT_THAT_NOBODY_EXPORTS.of("imports"), "imports.jar");
        site.awaitLine("waiting code/imports.jar");

        Said said = site.operator()
                .explain(
                        "imports",
                        "function imports is not served",
                        "code/imports.jar (it.imports",
                        "would bring it, but is waiting",
                        "imports package com.example.absent [1.2");
        assertEquals(1, said.status());
    }

    @Test
    void jarWhoseComponentWaitsForAService_isNamed_withTheService() throws Exception {
        deploy(BadJar.REFERENCE_THAT_NOBODY_SATISFIES.of("lacks"), "lacks.jar");
        site.awaitLine("waiting code/lacks.jar");

        site.operator()
                .explain(
                        "lacks",
                        "function lacks is not served",
                        "code/lacks.jar (it.lacks",
                        "would bring it, but its component is not up",
                        "waits for service java.util.function.Supplier");
    }

    @Test
    void jarThatIsRejected_isNamed_withTheReason() throws Exception {
        deploy(BadJar.COMPONENT_THROWS.of("failing"), "failing.jar");
        site.awaitLine("rejected code/failing.jar");

        site.operator()
                .explain(
                        "failing",
                        "function failing is not served",
                        "code/failing.jar (it.failing",
                        "would bring it, but is rejected",
                        "the component says no");
    }

    @Test
    void jarWhoseStartHangs_isNamed_withWhereItHangs() throws Exception {
        deploy(BadJar.COMPONENT_HANGS.of("hangs"), "hangs.jar");

        site.operator()
                .awaitExplanation("hangs", "code/hangs.jar", "would bring it", "its start has not returned yet", "at ");
        site.awaitLine("rejected code/hangs.jar");
    }

    @Test
    void newVersionThatIsRejected_isNamed_byWhatServes_andByWhatItAloneWouldBring() throws Exception {
        deploy(updated("1.0.0").build(), "updated.jar");
        site.awaitLine("serving updated 1.0.0");
        deploy(
                updated("2.0.0")
                        .function("further", "return event;")
                        .component(
                                "bad",
                                "@Activate void start() { throw new IllegalStateException(\"not today\"); }"
                                        + BadJar.HANDLER)
                        .build(),
                "updated.jar");
        site.awaitLine("rejected code/updated.jar");

        String[] rejected = {"it.updated 2.0.0 is rejected, and 1.0.0 goes on", "not today"};
        site.operator().explain("updated", "is served by it.updated 1.0.0", rejected[0], rejected[1]);
        site.operator()
                .explain(
                        "further",
                        "function further is not served",
                        "the new code/updated.jar would bring it",
                        rejected[0],
                        rejected[1]);
    }

    @Test
    void newVersionUnderAnotherName_isNamed_ifItIsNotTaken() throws Exception {
        deploy(BadJar.good("beside", "old"), "beside-1.jar");
        site.awaitLine("serving beside");
        deploy(BadJar.COMPONENT_THROWS.of("beside"), "beside-2.jar");
        site.awaitLine("rejected code/beside-2.jar");

        Said said = site.operator()
                .explain(
                        "beside",
                        "is served by it.beside",
                        "code/beside-2.jar",
                        "would bring it, but is rejected",
                        "the component says no");
        assertEquals(1, said.status());
    }

    @Test
    void jarWhoseDescriptionIsBroken_isNamed_ifTheFunctionPrecedesTheFault() throws Exception {
        FunctionJar whole = BadJar.good("cut", "x");
        String document = "OSGI-INF/it.cut.Function_cut.xml";
        String description = RepackedJar.text(whole, document);
        String cut = description.substring(0, description.indexOf("</scr:component>"));
        deploy(RepackedJar.with(whole, document, cut), "cut.jar");
        site.awaitLine("deployed code/cut.jar");

        site.operator()
                .explain(
                        "cut",
                        "function cut is not served",
                        "code/cut.jar (it.cut",
                        "would bring it, but its component is not up",
                        document + " cannot be read as a component description: line ");
    }

    @Test
    void jarsThatCannotBeRead_promiseNothing() throws Exception {
        deploy(BadJar.NOT_A_ZIP.of("unreadable"), "unreadable.jar");
        FunctionJar whole = BadJar.IMPORT_THAT_NOBODY_EXPORTS.of("broken");
        deploy(RepackedJar.with(whole, "OSGI-INF/it.broken.Function_broken.xml", "<component"), "broken.jar");
        site.awaitLine("rejected code/unreadable.jar");
        site.awaitLine("waiting code/broken.jar");

        for (String name : new String[] {"unreadable", "broken"}) {
            Said said = site.operator().run("explain", name);
            assertEquals(1, said.status(), said::toString);
            assertTrue(said.err().contains("nothing is known of \"" + name + "\""), said::toString);
            assertTrue(
                    said.err().matches("(?s).*files: .*" + name + "\\.jar \\((rejected|waiting)\\).*"), said::toString);
        }
    }
}
