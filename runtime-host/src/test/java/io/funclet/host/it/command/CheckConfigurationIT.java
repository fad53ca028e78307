package io.funclet.host.it.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.funclet.host.it.component.ConfigurationIT;
import io.funclet.host.it.runtime.CheckedJars;
import io.funclet.host.it.runtime.Operator.Said;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Configuration files beside a jar count before its deployment as they do after it. */
class CheckConfigurationIT extends CheckedJars {

    private Path jar() throws Exception {
        return ConfigurationIT.configured("f", ", configurationPolicy = ConfigurationPolicy.REQUIRE")
                .build()
                .deploy(directory, "f.jar");
    }

    @Test
    void componentThatNeedsAConfiguration_waits_andNotIfItsFileIsThere() throws Exception {
        Path jar = jar();
        Said waits = check(jar, "--with", code.toString());
        assertEquals(1, waits.status(), waits::toString);
        assertTrue(
                waits.names(
                        "would wait", "waits for a configuration of PID press: put a file press.cfg beside the jar"),
                waits::toString);

        Path inDirectory = Files.writeString(code.resolve("press.cfg"), "port = 7");
        Said found = check(jar, "--with", code.toString());
        assertEquals(0, found.status(), found::toString);

        Files.move(inDirectory, directory.resolve("press.cfg"));
        Said beside = check(jar);
        assertEquals(0, beside.status(), beside::toString);
    }

    @Test
    void valuesOfTheRuntimesFile_areToldWithFileKeyAndLine() throws Exception {
        Path jar = jar();
        Path file = Files.writeString(directory.resolve("funclet.yml"), """
                functions:
                  - name: f
                    config:
                      port: ${env:NOT_THERE:-7.9}
                """);
        Said rejected = check(jar, "--with", code.toString());
        assertEquals(1, rejected.status(), rejected::toString);
        assertTrue(
                rejected.names(
                        "would be rejected",
                        "takes no port = ${env:NOT_THERE:-7.9} of functions[0].config in " + file + ", line 4"),
                rejected::toString);

        Path other = Files.writeString(directory.resolve("other.yml"), "functions: [{name: f, config: {port: 7}}]");
        Said taken = check(jar, "--with", code.toString(), "--config", other.toString());
        assertEquals(0, taken.status(), taken::toString);

        Files.writeString(other, "functions: [{name: f, config: {port: '${env:NOT_THERE}'}}]");
        Said unusable = check(jar, "--config", other.toString());
        assertEquals(1, unusable.status(), unusable::toString);
        assertTrue(
                unusable.names(other + ": line 1: functions[0].config.port: the environment variable NOT_THERE is not"),
                unusable::toString);
    }

    @Test
    void functionsOfATenant_areToldAsThoseOfTheOperator() throws Exception {
        Path jar = jar();
        Path file = Files.writeString(directory.resolve("tenants.yml"), """
                functions: [{name: missed}]
                tenants:
                  - name: acme
                    directory: code
                    functions: [{name: f, config: {port: 7}}, {name: fo}]
                """);
        Said taken = check(jar, "--with", code.toString(), "--config", file.toString());
        assertEquals(0, taken.status(), taken::toString);
        assertTrue(
                taken.names("no jar of the directory offers fo, which the configuration names for function acme/fo"),
                taken::toString);
        assertTrue(!taken.out().contains("missed"), taken::toString);

        Files.writeString(file, "tenants: [{name: acme, directory: code, functions: [{name: f, config: {port: x}}]}]");
        Said rejected = check(jar, "--with", code.toString(), "--config", file.toString());
        assertEquals(1, rejected.status(), rejected::toString);
        assertTrue(
                rejected.names("would be rejected", "takes no port = x of tenants[0].functions[0].config in " + file),
                rejected::toString);
    }

    @Test
    void fileThatCannotBeTaken_isToldAsTheDeploymentWould() throws Exception {
        Path jar = jar();
        Files.writeString(directory.resolve("other.cfg"), "nothing that anything reads");
        Files.writeString(directory.resolve("press.cfg"), "port = 3000000000");
        Said rejected = check(jar);
        assertEquals(1, rejected.status(), rejected::toString);
        assertTrue(
                rejected.names(
                        "would be rejected", "component it.f.Fn takes no port = 3000000000 of press.cfg, line 1"),
                rejected::toString);

        Files.writeString(directory.resolve("press.cfg"), "port 5");
        Said unread = check(jar);
        assertEquals(1, unread.status(), unread::toString);
        assertTrue(
                unread.names("press.cfg would not be used: it line 1 is not written as key = value"), unread::toString);
        assertTrue(!unread.out().contains("other.cfg"), unread::toString);

        Files.move(directory.resolve("press.cfg"), directory.resolve("press.config"));
        Said foreign = check(jar);
        assertTrue(
                foreign.names(
                        "press.config would not be used: it is not read: configurations are read from files *.cfg"),
                foreign::toString);
    }
}
