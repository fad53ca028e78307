package io.funclet.host.it.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.funclet.host.it.jar.BadJar;
import io.funclet.host.it.jar.FunctionJar;
import io.funclet.host.it.jar.FunctionSource;
import io.funclet.host.it.runtime.Embedded;
import io.funclet.host.it.runtime.Operator.Said;
import io.funclet.host.it.runtime.RuntimeExtension;
import java.nio.file.Files;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Why something does not serve: what the runtime says to operators who ask. */
@Embedded
class ExplainIT {

    private static final Set<BadJar> BAD =
            EnumSet.complementOf(EnumSet.of(BadJar.OTHER_FUNCTION, BadJar.COMPONENT_HANGS));

    @RegisterExtension
    static final RuntimeExtension site = RuntimeExtension.ofHandlers(handlers());

    private static Map<String, String> handlers() {
        Map<String, String> handlers = new LinkedHashMap<>();
        for (BadJar kind : BAD) {
            handlers.put(bad(kind), bad(kind));
        }
        for (String name :
                List.of("contested", "chain", "disabled", "fragment", "misnamed", "empty", "links", "warned")) {
            handlers.put(name, name);
        }
        handlers.put("alias", "imports");
        handlers.put("pinned", "pinned@[1.0,2.0)");
        return handlers;
    }

    private static String bad(BadJar kind) {
        return "bad_" + kind;
    }

    @Test
    void badJars_areExplained_byTheirFiles() throws Exception {
        for (BadJar kind : BAD) {
            kind.of(bad(kind)).deploy(site.code(bad(kind)), kind + ".jar");
        }
        for (BadJar kind : BAD) {
            site.log().await(kind.inWords(), line -> line.contains(kind + ".jar") && kind.isExplainedBy(line));
            Said said = site.operator().run("explain", kind + ".jar");
            assertEquals(1, said.status(), said::toString);
            assertTrue(kind.isExplainedBy(said.out()), () -> kind + ": " + said);
        }
        String missing = bad(BadJar.IMPORT_THAT_NOBODY_EXPORTS);
        site.operator()
                .explain(
                        missing, "is not served", "imports package com.example.absent [1.2", "no bundle provides that");
        site.operator()
                .explain(
                        bad(BadJar.IMPORT_OF_ANOTHER_VERSION),
                        "imports package io.funclet.api [7.0",
                        "exports version 1.");
    }

    @Test
    void nameThatAnotherBundleHolds_isSaidToBeHeld() throws Exception {
        site.deploy(FunctionJar.echo("it.first", "contested"), "contested", "first.jar");
        site.awaitServing("contested");
        site.deploy(FunctionJar.echo("it.second", "contested"), "contested", "second.jar");
        String line = site.log().await("deployed contested/second.jar");
        assertTrue(line.endsWith("function contested is on standby, because contested/first.jar serves it"), line);

        site.operator().explain("second.jar", "on standby", "it.first", "holds the name");
        site.operator().explain("contested", "is served by it.first", "it.second", "holds the name");
    }

    @Test
    void versionOutsideOfThePin_isSaidToBe() throws Exception {
        site.deploy(FunctionJar.echo("it.pinned", "pinned").version("2.1.0"), "pinned", "pinned.jar");
        site.log().await("deployed pinned/pinned.jar");

        Said said = site.operator().explain("pinned", "is not served", "2.1.0 is outside of the pin pinned@[1.0,2.0)");
        assertEquals(1, said.status());
    }

    @Test
    void chainOfReferences_isFollowedToItsEnd() throws Exception {
        site.deploy(FunctionJar.bundle("it.chain").component("chain", """
                                @Reference java.util.function.Supplier<String> supplier;

                                @Override
                                public Payload handle(Payload event, CallContext context) {
                                    return event;
                                }
                                """), "chain", "chain.jar");
        site.deploy(FunctionJar.bundle("it.link").source(new FunctionSource("it.link.Link", """
                        package it.link;

                        import org.osgi.service.component.annotations.*;

                        @Component
                        public class Link implements java.util.function.Supplier<String> {
                            @Reference java.util.concurrent.Callable<String> callable;

                            public String get() {
                                return "";
                            }
                        }
                        """)), "chain", "link.jar");
        site.log().await("waiting chain/link.jar");
        site.log().await("would provide it, but waits for service java.util.concurrent.Callable");

        site.operator()
                .explain(
                        "chain",
                        "chain/chain.jar",
                        "waits for service java.util.function.Supplier",
                        "it.link.Link of bundle it.link would provide it, but waits for service java.util.concurrent.Callable");
    }

    @Test
    void disabledComponent_isSaidToBe() throws Exception {
        site.deploy(
                FunctionJar.bundle("it.disabled").source(new FunctionSource("it.disabled.Fn", """
                        package it.disabled;

                        import io.funclet.api.*;
                        import org.osgi.service.component.annotations.*;

                        @Component(enabled = false)
                        @FunctionName("disabled")
                        public class Fn implements FunctionHandler {
                            public Payload handle(Payload event, CallContext context) {
                                return event;
                            }
                        }
                        """)),
                "disabled",
                "disabled.jar");
        site.log().await("waiting disabled/disabled.jar");

        site.operator().explain("disabled", "component it.disabled.Fn is disabled, and nothing enables it");
    }

    @Test
    void fragment_namesTheHostThatItLacks() throws Exception {
        site.deploy(
                FunctionJar.bundle("it.fragment")
                        .source(FunctionSource.text("extra", "\"\""))
                        .header("Fragment-Host", "it.host"),
                "fragment",
                "fragment.jar");
        site.log().await("waiting fragment/fragment.jar");

        site.operator()
                .explain("it.fragment", "is waiting", "is a fragment of bundle it.host", "no bundle provides that");
    }

    @Test
    void handlerThatNobodyOffers_isToldWhatIsOffered() throws Exception {
        site.deploy(FunctionJar.echo("it.misnamed", "misnomer"), "misnamed", "misnamed.jar");
        site.log().await("deployed misnamed/misnamed.jar");

        site.operator().explain("misnamed", "is not served", "misnomer", "the handler asks for misnamed");
        site.operator().explain("misnamed.jar", "function misnomer: no configured function asks for it");
    }

    @Test
    void functionOfAJarThatWaits_isExplained_byTheNameThatCallersUse_andByThatOfItsBundle() throws Exception {
        BadJar.IMPORT_THAT_NOBODY_EXPORTS.of("imports").deploy(site.code("alias"), "imports.jar");
        site.log().await("waiting alias/imports.jar");

        String[] words = {
            "function alias is not served", "offers its handler imports", "alias/imports.jar", "would bring it, but"
        };
        assertEquals(1, site.operator().explain("alias", words).status());
        assertEquals(1, site.operator().explain("imports", words).status());
    }

    @Test
    void functionOfAJarThatWaits_andThatNobodyAsksFor_isSaidNotToBeAskedFor() throws Exception {
        BadJar.IMPORT_THAT_NOBODY_EXPORTS.of("unasked").deploy(site.code("alias"), "unasked.jar");
        site.log().await("waiting alias/unasked.jar");

        site.operator()
                .explain(
                        "unasked",
                        "no configured function asks for it",
                        "unasked.jar",
                        "would bring it",
                        "com.example.absent");
    }

    @Test
    void whatIsNotThere_isSaidNotToBe() throws Exception {
        site.operator().explain("empty", "is not served", "there is no jar in the directory");
        Files.createDirectories(site.code("empty").resolve("sub.jar"));
        site.operator().explain("sub.jar", "is not looked at", "is a directory");
        Files.createFile(site.code("empty").resolve("notes.txt"));
        site.operator().explain("notes.txt", "is not looked at", "is not called *.jar");
        Said unknown = site.operator().run("explain", "nobody");
        assertEquals(1, unknown.status());
        assertTrue(unknown.err().contains("funclet: nothing is known of \"nobody\"; functions: "), unknown::toString);
    }

    @Test
    void wrongName_isAnsweredByThoseThatThereAre_withWhatIsWrongWithThem() throws Exception {
        FunctionJar.echo("it.warned", "warned")
                .header("Bundle-ClassPath", ".,lib/none.jar")
                .build()
                .deploy(site.code("warned"), "warned.jar");
        site.awaitServing("warned");
        String known = site.operator().run("explain", "nobody").err();
        assertTrue(known.contains("warned.jar (with warnings)"), known);
    }
}
