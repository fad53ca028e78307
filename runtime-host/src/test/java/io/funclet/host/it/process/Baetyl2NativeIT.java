package io.funclet.host.it.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.funclet.host.LongRun;
import io.funclet.host.it.client.Callers;
import io.funclet.host.it.client.Certificates;
import io.funclet.host.it.client.Generation;
import io.funclet.host.it.jar.FunctionJar;
import io.funclet.host.it.process.NativeBaetyl.Instance;
import io.funclet.host.it.runtime.DocumentedCommands;
import io.funclet.host.it.runtime.RuntimeProcess;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The documents of docs/how-to/baetyl-2.md, and what the native mode of baetyl 2.x does with them. */
class Baetyl2NativeIT {

    private static Certificates certificates;

    @TempDir
    Path directory;

    @BeforeAll
    static void makeCertificates() throws Exception {
        certificates = Certificates.make();
    }

    private static FunctionJar thermo(String version) {
        return FunctionJar.bundle("it.thermo")
                .version(version)
                .function("fahrenheit", "return Payload.of(\"%s \" + context.env().get(\"SITE\"));".formatted(version))
                .build();
    }

    private static JsonObject object(String key, String unpack) {
        JsonObject value = new JsonObject();
        value.addProperty("unpack", unpack);
        JsonObject item = new JsonObject();
        item.addProperty("key", key);
        item.add("value", value);
        return item;
    }

    private static byte[] zip(Map<String, byte[]> files) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                zip.putNextEntry(new ZipEntry(file.getKey()));
                zip.write(file.getValue());
            }
        }
        return bytes.toByteArray();
    }

    @Test
    void applicationOfThePage_serves_andItsNextVersionTakesItsPlaceElsewhere_afterSigkill() throws Exception {
        NativeBaetyl baetyl = new NativeBaetyl(directory, RuntimeProcess.distribution(), certificates);
        JsonObject config = NativeBaetyl.document("data");
        JsonObject application = NativeBaetyl.document("services");
        Path temporary = Files.createDirectory(directory.resolve("tmp"));
        Instance first = baetyl.instance(
                application,
                "1",
                baetyl.download(
                        config, "7", Map.of("thermo.jar", thermo("1.0.0").bytes())));
        RuntimeProcess process = first.start(temporary);
        try (Callers callers = first.callers()) {
            assertEquals("1.0.0 north", callers.call(Generation.G4, "fahrenheit", "{}"));
            assertFalse(RuntimeProcess.files(temporary).isEmpty());
        } finally {
            first.delete(process);
        }

        Instance second = baetyl.instance(
                application,
                "2",
                baetyl.download(
                        config, "8", Map.of("thermo.jar", thermo("1.1.0").bytes())));
        try (RuntimeProcess next = second.start(temporary);
                Callers callers = second.callers()) {
            assertEquals("1.1.0 north", callers.call(Generation.G4, "fahrenheit", "{}"));
            assertEquals(List.of(), warnings(next));

            callers.disconnect();
            // Of the process that was killed, too.
            next.end();
        }
    }

    @Test
    void eachWayToDeliverCode_isServedWithoutAWarning() throws Exception {
        NativeBaetyl baetyl = new NativeBaetyl(directory, RuntimeProcess.distribution(), certificates);
        JsonObject application = NativeBaetyl.document("services");
        JsonObject service = application.getAsJsonArray("services").get(0).getAsJsonObject();
        JsonArray functions = new JsonArray();
        JsonObject config = NativeBaetyl.document("data");
        JsonArray data = new JsonArray();
        config.add("data", data);
        for (String name : List.of("unpacked", "zipped", "also-zipped")) {
            JsonObject function = new JsonObject();
            function.addProperty("name", name);
            function.addProperty("handler", name);
            function.addProperty("codedir", "");
            functions.add(function);
        }
        service.add("functions", functions);
        service.add("env", new JsonArray());
        data.add(object("unpacked.jar", "zip"));
        data.add(object("more.zip", "zip"));
        Path code = baetyl.download(
                config,
                "1",
                Map.of(
                        "unpacked.jar",
                        FunctionJar.of("it.unpacked", "unpacked", "return event;")
                                .bytes(),
                        "more.zip",
                        zip(Map.of(
                                "zipped.jar",
                                FunctionJar.of("it.zipped", "zipped", "return event;")
                                        .bytes(),
                                "also.jar",
                                FunctionJar.of("it.also", "also-zipped", "return event;")
                                        .bytes()))));
        assertTrue(Files.isDirectory(code.resolve("META-INF")));
        Instance instance = baetyl.instance(application, "1", code);

        try (RuntimeProcess process = instance.start(Files.createDirectory(directory.resolve("tmp")));
                Callers callers = instance.callers()) {
            for (String name : List.of("unpacked", "zipped", "also-zipped")) {
                assertEquals(name, callers.call(Generation.G4, name, name));
            }
            assertEquals(List.of(), warnings(process));
        }
    }

    @LongRun
    @Test
    void programOfTheScript_runsOnItsOwnJava_fromAnywhere() throws Exception {
        Path checkout = DocumentedCommands.CHECKOUT.toAbsolutePath().normalize();
        ProcessBuilder packaging = new ProcessBuilder(
                        checkout.resolve("deploy/baetyl/package").toString(), "--output", directory.toString())
                .inheritIO();
        packaging.environment().put("JAVA_HOME", System.getProperty("java.home"));
        assertEquals(0, packaging.start().waitFor());
        Path zip;
        try (var files = Files.newDirectoryStream(directory, "funclet-*-linux-*.zip")) {
            zip = files.iterator().next();
        }
        Path program = Files.createDirectory(directory.resolve("program"));
        NativeBaetyl.unzip(zip, program);
        NativeBaetyl baetyl = new NativeBaetyl(directory, program, certificates);
        Path code = baetyl.download(
                NativeBaetyl.document("data"),
                "7",
                Map.of("thermo.jar", thermo("1.0.0").bytes()));
        Instance instance = baetyl.instance(NativeBaetyl.document("services"), "1", code);

        try (RuntimeProcess process = instance.start(Files.createDirectory(directory.resolve("tmp")));
                Callers callers = instance.callers()) {
            assertEquals("1.0.0 north", callers.call(Generation.G4, "fahrenheit", "{}"));
            assertEquals(
                    program.resolve("jre/bin/java").toRealPath(),
                    Path.of("/proc/" + process.pid() + "/exe").toRealPath());
        }
    }

    private static List<String> warnings(RuntimeProcess process) {
        return process.err().stream()
                .filter(line -> line.contains("WARN") || line.contains("ERROR"))
                .toList();
    }
}
