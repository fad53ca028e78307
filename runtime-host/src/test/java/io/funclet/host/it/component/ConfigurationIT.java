package io.funclet.host.it.component;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.funclet.host.it.jar.FunctionJar;
import io.funclet.host.it.jar.FunctionSource;
import io.funclet.host.it.runtime.Embedded;
import io.funclet.host.it.runtime.Operator;
import io.funclet.host.it.runtime.RuntimeExtension;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Files beside the jars configure components of their directory, and of no other. */
@Embedded
public class ConfigurationIT {

    @RegisterExtension
    final RuntimeExtension site = RuntimeExtension.of(Map.of("one", List.of("f", "g"), "other", List.of("h")));

    /** A function whose component takes configurations of the PID {@code press}. */
    public static FunctionJar.Bundle configured(String function, String policy) {
        return FunctionJar.bundle("it." + function)
                .source(new FunctionSource("it." + function + ".Fn", """
                package it.%s;

                import io.funclet.api.*;
                import org.osgi.service.component.annotations.*;

                @FunctionName("%s")
                @Component(configurationPid = "press"%s)
                public class Fn implements FunctionHandler {
                    public @interface Config {
                        int port() default 1;
                        String unit() default "bar";
                        boolean log_all() default false;
                        String[] tags() default {};
                    }

                    @Activate
                    private Config config;

                    @Override
                    public Payload handle(Payload event, CallContext context) {
                        return Payload.of(config.port() + config.unit() + config.log_all()
                                + String.join("+", config.tags()));
                    }
                }
                """.formatted(function, function, policy)));
    }

    /** At once, by renaming. */
    static Path put(RuntimeExtension site, String directory, String name, String text) throws Exception {
        Path file = site.code(directory).resolve(name);
        Path whole = Files.writeString(site.path().resolve("whole.tmp"), text);
        return Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE);
    }

    @Test
    void fileConfiguresComponentsOfItsDirectory_andChangesAreServed_withoutALostCall() throws Exception {
        site.deploy(configured("f", ""), "one", "f.jar");
        site.deploy(configured("h", ""), "other", "h.jar");
        site.awaitAnswer("f", "1barfalse");
        site.awaitAnswer("h", "1barfalse");

        put(site, "one", "press.cfg", "# UTF-8\nport = 7\nunit = °C ${port}\nlog.all = true\ntags = [a, \"b, c\"]\n");
        site.awaitAnswer("f", "7°C ${port}truea+b, c", "1barfalse");
        assertEquals("1barfalse", site.callers().call("h", ""));

        put(site, "one", "press.cfg", "port = 8");
        site.awaitAnswer("f", "8barfalse", "7°C ${port}truea+b, c");

        site.deploy(configured("f", "").version("2.0.0"), "one", "f.jar");
        site.log().awaitAll("updated", "it.f 2.0.0");
        assertEquals("8barfalse", site.callers().call("f", ""));

        Files.delete(site.code("one").resolve("press.cfg"));
        site.awaitAnswer("f", "1barfalse", "8barfalse");
        assertEquals(
                List.of(),
                site.log().lines().stream()
                        .filter(line -> line.contains("ERROR"))
                        .toList());
    }

    @Test
    void jsonConfiguresToo_andOfTwoFilesForOnePid_oneIsSaidToBeLeftOut() throws Exception {
        put(
                site,
                "one",
                "press.cfg.json",
                "{ // typed\n\"port:Integer\": 7, \"log.all\": true, \"tags\": [\"a\", \"b\"]}");
        put(site, "one", "other.config", "x=\"1\"");
        site.deploy(configured("f", ""), "one", "f.jar");
        site.awaitServing("f");
        assertEquals("7bartruea+b", site.callers().call("f", ""));
        site.log().await("one/other.config is not read: configurations are read from files *.cfg and *.cfg.json");

        put(site, "one", "press.cfg.json", "{\"port\": 8}");
        site.awaitAnswer("f", "8barfalse", "7bartruea+b");

        put(site, "one", "press.cfg", "port = 9");
        site.awaitAnswer("f", "9barfalse", "8barfalse");
        String leftOut =
                "one/press.cfg.json is not used: press.cfg is for press, too, and counts; leave one of them out";
        site.log().await(leftOut);
        put(site, "one", "press.config", "port=I\"7\"");
        String notRead = "one/press.config is not read: configurations are read from files *.cfg and *.cfg.json";
        site.log().await(notRead);
        Operator.Said said = site.operator().explain("one/f.jar", leftOut, notRead);
        assertEquals(0, said.status(), said::toString);
        assertFalse(said.out().contains("other.config"), said::toString);
        assertEquals(1, site.operator().explain("press.config", notRead).status());
        assertEquals(
                0,
                site.operator()
                        .explain("press.cfg", "is read as a configuration")
                        .status());
    }

    @Test
    void componentThatNeedsAConfiguration_waitsForItsFile_andOthersGoOn() throws Exception {
        site.deploy(configured("f", ", configurationPolicy = ConfigurationPolicy.REQUIRE"), "one", "f.jar");
        site.log().awaitAll("waiting one/f.jar", "put a file press.cfg beside the jar");

        put(site, "one", "press.cfg", "port = 9");

        site.awaitServing("f");
        assertEquals("9barfalse", site.callers().call("f", ""));
    }

    @Test
    void valueThatAComponentCannotTake_isToldWithItsPlace_andWhatServesGoesOn() throws Exception {
        put(site, "one", "press.cfg", "port = 7");
        site.deploy(configured("f", ""), "one", "f.jar");
        site.awaitServing("f");

        put(site, "one", "press.cfg", "unit = K\nport = 3000000000");

        String line = site.log().await("3000000000");
        String why = "component it.f.Fn takes no port = 3000000000 of press.cfg, line 2";
        assertTrue(line.contains(why), line);
        String kept = "goes on with its former configuration; with the changed one it";
        site.operator().awaitExplanation("one/f.jar", kept, why);
        assertEquals("7barfalse", site.callers().call("f", ""));

        put(site, "one", "press.cfg", "port 5");
        site.log()
                .awaitAll(
                        "one/press.cfg is not used, and its last values stay", "line 1 is not written as key = value");
        assertEquals("7barfalse", site.callers().call("f", ""));

        put(site, "one", "press.cfg", "port = 6");
        site.awaitAnswer("f", "6barfalse", "7barfalse");
        assertFalse(site.operator().explain("one/f.jar").names(kept));
    }
}
