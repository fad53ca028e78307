package io.funclet.host.it.library;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.funclet.host.it.jar.FunctionJar;
import io.funclet.host.it.jar.FunctionSource;
import io.funclet.host.it.runtime.CheckedJars;
import io.funclet.host.it.runtime.Embedded;
import io.funclet.host.it.runtime.Operator.Said;
import io.funclet.host.it.runtime.RuntimeExtension;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Jars that bring what the runtime has, or lack what nothing else brings: log, explain and check say what to do. */
@Embedded
class CarriedCopiesIT extends CheckedJars {

    @RegisterExtension
    static final RuntimeExtension site = RuntimeExtension.of(Map.of(
            "silent", List.of("silent"),
            "private", List.of("settings"),
            "vain", List.of("vain"),
            "old", List.of("old")));

    private void sayTheSame(FunctionJar jar, String directory, String state, String words) throws Exception {
        Said before = check(jar.deploy(this.directory, directory + ".jar"));
        assertEquals(1, before.status(), before::toString);
        assertTrue(before.names(words), before::toString);

        jar.deploy(site.code(directory), directory + ".jar");
        site.log().awaitAll(state, directory + "/" + directory + ".jar", words);
        Said after = site.operator().run("explain", directory + ".jar");
        assertTrue(after.names(words), after::toString);
    }

    @Test
    void copyOfSlf4jWithoutAnImplementation_losesLines() throws Exception {
        FunctionJar jar = FunctionJar.bundle("it.silent")
                .source(new FunctionSource(
                        "org.slf4j.LoggerFactory", "package org.slf4j; public class LoggerFactory {}"))
                .function("silent", "return Payload.of(\"\" + new org.slf4j.LoggerFactory());")
                .header("Import-Package", "!org.slf4j, *")
                .build();

        sayTheSame(jar, "silent", "deployed", "carries slf4j-api without an implementation: its log lines are lost");
    }

    @Test
    void copyOfTheInterfaceOfAService_keepsItFromTheRuntimes() throws Exception {
        String service = "org.osgi.service.cm.ConfigurationAdmin";
        FunctionJar jar = FunctionJar.bundle("it.settings")
                .source(new FunctionSource(
                        service, "package org.osgi.service.cm; public interface ConfigurationAdmin {}"))
                .component("settings", "@Reference " + service + """
                         settings;
                        @Override public Payload handle(Payload event, CallContext context) { return event; }
                        """)
                .header("Import-Package", "!org.osgi.service.cm, *")
                .build();

        sayTheSame(
                jar,
                "private",
                "waiting",
                "the jar carries a copy of org.osgi.service.cm, so it does not see what others provide");
    }

    @Test
    void slf4jBefore2_isNotNeeded() throws Exception {
        FunctionJar jar = FunctionJar.bundle("it.old.slf4j")
                .header("Import-Package", "org.slf4j.impl;version=\"1.6.0\"")
                .build();

        sayTheSame(jar, "old", "waiting", "the runtime brings SLF4J for all functions: delete this jar");
    }

    @Test
    void failureForWantOfAProvider_namesTheService() throws Exception {
        FunctionJar jar = FunctionJar.bundle("it.vain").component("vain", """
                        public interface Wanted {}
                        @Override public Payload handle(Payload event, CallContext context) {
                            if (event.text().isEmpty()) {
                                throw new NumberFormatException("no number");
                            }
                            return Payload.of("" + ServiceLoader.load(Wanted.class).findFirst().get());
                        }
                        """).build();
        String advice = " has looked by ServiceLoader for it.vain.Function_vain$Wanted, and found no provider";
        String words = "it" + advice;
        Said before = check(jar.deploy(directory, "vain.jar"));
        assertTrue(before.names("class it.vain.Function_vain" + advice), before::toString);
        jar.deploy(site.code("vain"), "vain.jar");
        site.awaitServing("vain");

        assertTrue(site.callers().failure("vain", "x").getDescription().contains("NoSuchElementException"));
        site.log().awaitAll(" ERROR ", "function vain failed: NoSuchElementException", words);
        Said after = site.operator().run("explain", "vain");
        assertTrue(after.names("its calls fail: " + words), after::toString);
    }
}
