package io.funclet.host.it.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.funclet.host.it.component.ConfigurationIT;
import io.funclet.host.it.jar.FunctionJar;
import io.funclet.host.it.jar.TracedComponent;
import io.funclet.host.it.runtime.RuntimeExtension;
import io.funclet.host.it.runtime.UpdatedGroup;
import io.grpc.Status.Code;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code funclet serve} with {@code funclet.yml} beside its directory, which changes while it serves. */
class ServeConfigIT {

    private static final String FILE = """
            server: {timeout: %s}
            logger: {path: ../../var/log/service.log, level: debug}
            functions:
              - name: f
                config:
                  port: %s
                  unit: ${file:secrets/unit}
              - name: g
                config:
                  port: %s
              - {name: renamed, handler: "h@[1.0,3.0)", env: {who: renamed}}
            """;

    @RegisterExtension
    static final RuntimeExtension site = RuntimeExtension.configured(
                    site -> {
                        site.code("one");
                        mount(site, "bar");
                        Files.createSymbolicLink(site.code("secrets").resolve("unit"), Path.of("..data/unit"));
                        Files.writeString(site.code("secrets").resolve("port"), "secret-7\n");
                        put(site, FILE.formatted("20s", "7", "1"));
                    },
                    "serve",
                    "var/db/one")
            .environment("PORT", "6");

    /** As an editor saves it. */
    private static void put(RuntimeExtension site, String text) throws IOException {
        Path whole = Files.writeString(site.code("").resolve("whole.tmp"), text);
        Files.move(whole, site.code("").resolve("funclet.yml"), StandardCopyOption.ATOMIC_MOVE);
    }

    /** As a kubelet updates a volume: a new directory, a new link, a rename. */
    private static void mount(RuntimeExtension site, String unit) throws IOException {
        Path volume = site.code("secrets");
        Path after = Files.createDirectory(volume.resolve("..2026_" + unit));
        Files.writeString(after.resolve("unit"), unit + "\n");
        Path link = Files.createSymbolicLink(volume.resolve("..data_tmp"), after.getFileName());
        Files.move(link, volume.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
    }

    @Test
    void changesOfTheFileAndOfASecret_areServed_underLoad_withoutALostCall() throws Exception {
        try (UpdatedGroup group = new UpdatedGroup(site.workspace(), "one", List.of("f"))) {
            TracedComponent component = TracedComponent.function("f", "config.port() + config.unit()")
                    .members("""
                    public @interface Config {
                        int port() default 1;
                        String unit() default "?";
                    }

                    @Activate
                    private Config config;
                    """);
            group.put("f.jar", group.bundle("f", "1.0.0", component));
            group.begin().await("f", "7bar");

            put(site, FILE.formatted("20s", "8", "1"));
            group.await("f", "8bar");
            mount(site, "kPa");
            group.await("f", "8kPa");
            Files.writeString(site.code("").resolve("funclet.yml"), FILE.formatted("20s", "9", "1"));
            group.await("f", "9kPa");

            group.end();
            group.assertSaw("f", "7bar", "8bar", "8kPa", "9kPa");
        }
        assertEquals(0, site.log().count("the runtime does not use it"), () -> String.join("\n", site.lines()));
        put(site, FILE.formatted("20s", "7", "1"));
    }

    @Test
    void whatCannotBeUsed_isToldWithItsPlaceAndWithoutSecrets_andTheOldValuesStay() throws Exception {
        site.deploy(ConfigurationIT.configured("g", ""), "one", "g.jar");
        site.awaitAnswer("g", "1barfalse");

        put(site, FILE.formatted("20s", "7", "${file:secrets/port}"));
        site.log()
                .awaitAll(
                        "component it.g.Fn takes no port = ${file:secrets/port} of functions[1].config in ",
                        "/var/db/funclet.yml, line 10: it must be a whole number");
        put(site, FILE.formatted("20s", "7", "${env:NOT_THERE}"));
        site.log()
                .awaitAll(
                        "/var/db/funclet.yml: line 10: functions[1].config.port: the environment variable NOT_THERE is not"
                                + " set",
                        "; the values of before stay");
        put(site, "functions: [}");
        site.log().awaitAll("/var/db/funclet.yml: is not YAML", "(line 1); the values of before stay");
        Files.delete(site.code("").resolve("funclet.yml"));
        site.log().await("/var/db/funclet.yml: is gone; the values of before stay");
        assertEquals(
                0,
                new ProcessBuilder(
                                "mkfifo", site.code("").resolve("funclet.yml").toString())
                        .start()
                        .waitFor());
        site.log().await("/var/db/funclet.yml: is no regular file; the values of before stay");
        assertEquals("1barfalse", site.callers().call("g", ""));

        put(site, FILE.formatted("9s", "7", "${env:PORT}"));
        site.log().await("/var/db/funclet.yml has changed; a reload takes this over: server.timeout");
        site.awaitAnswer("g", "6barfalse", "1barfalse");
        site.log().await("/var/db/funclet.yml can be used again");
        site.operator().explain("g.jar", "g.jar");
        assertEquals(0, site.log().count("secret-7"), () -> String.join("\n", site.lines()));
    }

    @Test
    void entryThatComesAndGoes_byReload_givesAFunctionAnotherName_andBack() throws Exception {
        site.deploy(FunctionJar.bundle("it.named").function("named", "return event;"), "one", "named.jar");
        site.log().await("serving named ");
        String file = FILE.formatted("20s", "7", "1");

        put(site, file + "  - {name: alias, handler: named}\n");
        assertTrue(site.operator().run("reload").names("added functions.alias", "unchanged functions: "));
        assertEquals("x", site.callers().call("alias", "x"));
        assertEquals(Code.NOT_FOUND, site.callers().failure("named", "").getCode());

        put(site, file + "  - {name: named, timeout: 9s}\n");
        assertTrue(site.operator().run("reload").names("added functions.named", "removed functions.alias"));
        assertEquals("y", site.callers().call("named", "y"));
        assertEquals(Code.NOT_FOUND, site.callers().failure("alias", "").getCode());

        put(site, file);
        assertTrue(site.operator().run("reload").names("removed functions.named"));
        assertEquals("z", site.callers().call("named", "z"));
        Files.delete(site.code("one").resolve("named.jar"));
        site.log().await("no longer serving named");
        assertEquals(Code.NOT_FOUND, site.callers().failure("named", "").getCode());
    }

    @Test
    void functionOfAnEntry_isServedUnderItsNameThere_andOthersUnderTheirOwn() throws Exception {
        FunctionJar.Bundle pinned = FunctionJar.bundle("it.h")
                .function("h", "return Payload.of(event.text() + context.env().get(\"who\"));");
        site.deploy(pinned.version("1.0.0"), "one", "h.jar");
        site.deploy(FunctionJar.bundle("it.other").function("other", "return event;"), "one", "other.jar");
        site.log().await("serving other ");
        site.log().await("serving h@[1.0,3.0) 1.0.0");
        assertEquals("is renamed", site.callers().call("renamed", "is "));
        assertEquals("x", site.callers().call("other", "x"));
        assertEquals(Code.NOT_FOUND, site.callers().failure("h", "").getCode());

        Files.delete(site.code("one").resolve("h.jar"));
        site.log().await("no longer serving h@[1.0,3.0)");
        assertTrue(site.operator().run("ps").names("renamed", "absent"), "its entry is there");
        site.deploy(pinned.version("2.0.0"), "one", "h.jar");
        assertEquals("is renamed", site.callers().call("renamed", "is "));
    }
}
