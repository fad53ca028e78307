package io.funclet.host.it.process;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.funclet.host.it.client.Callers;
import io.funclet.host.it.client.Certificates;
import io.funclet.host.it.client.Certificates.KeyKind;
import io.funclet.host.it.runtime.DocumentedCommands;
import io.funclet.host.it.runtime.RuntimeProcess;
import io.funclet.host.it.runtime.RuntimeStart;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What the native mode of baetyl 2.x does with the documents of docs/how-to/baetyl-2.md: it downloads objects, makes a
 * directory of links for an instance, and starts the program in it.
 *
 * @param directory of baetyl on the gateway
 * @param program what the zip file of the platform was unpacked to
 */
record NativeBaetyl(Path directory, Path program, Certificates certificates) {

    private static final Pattern DOCUMENT = Pattern.compile("(?ms)^```json\\n(.*?)^```$");

    /** What baetyl gives to all files that it writes. */
    private static final String MODE = "rwxr-xr-x";

    /** The document of the page that has a key. */
    static JsonObject document(String key) throws IOException {
        Matcher document =
                DOCUMENT.matcher(Files.readString(DocumentedCommands.CHECKOUT.resolve("docs/how-to/baetyl-2.md")));
        while (document.find()) {
            JsonObject json = JsonParser.parseString(document.group(1)).getAsJsonObject();
            if (json.has(key)) {
                return json;
            }
        }
        throw new IllegalStateException("the page has no document with " + key);
    }

    /** Downloads objects of one version of a config, by their keys; returns their directory. */
    Path download(JsonObject config, String version, Map<String, byte[]> files) throws Exception {
        Path objects = directory.resolve(
                Path.of("var/lib/baetyl/object", config.get("name").getAsString(), version));
        Files.createDirectories(objects);
        for (JsonElement item : config.getAsJsonArray("data")) {
            String key = item.getAsJsonObject().get("key").getAsString();
            Path file = write(objects.resolve(key), files.get(key));
            String unpack = item.getAsJsonObject()
                    .getAsJsonObject("value")
                    .get("unpack")
                    .getAsString();
            if (unpack.equals("zip")) {
                unzip(file, objects);
            }
        }
        return objects;
    }

    /** Unpacks with the modes of the zip file, and with the time of now. */
    static void unzip(Path zip, Path directory) throws Exception {
        try (FileSystem archive = FileSystems.newFileSystem(zip, Map.of("enablePosixFileAttributes", "true"));
                Stream<Path> entries = Files.walk(archive.getPath("/"))) {
            for (Path entry : entries.skip(1).toList()) {
                Path file = directory.resolve(entry.toString().substring(1));
                if (Files.isDirectory(entry)) {
                    Files.createDirectory(file);
                } else {
                    Files.copy(entry, file);
                    Files.setPosixFilePermissions(file, Files.getPosixFilePermissions(entry));
                }
            }
        }
    }

    /** The instance of an application, ready to start. */
    Instance instance(JsonObject application, String version, Path code) throws Exception {
        JsonObject service = application.getAsJsonArray("services").get(0).getAsJsonObject();
        String name = service.get("name").getAsString();
        Path instance = Files.createDirectories(directory.resolve(
                Path.of("run/baetyl-edge", application.get("name").getAsString(), version, name, "1")));
        link(instance.resolve("var/lib/baetyl/bin"), program);
        String mounted = service.getAsJsonArray("volumeMounts")
                .get(0)
                .getAsJsonObject()
                .get("mountPath")
                .getAsString();
        link(instance.resolve(mounted.substring(1)), code);
        Path issued = directory.resolve("certificates");
        certificates.writeServer(issued, KeyKind.SEC1);
        for (String file : List.of("ca.pem", "crt.pem", "key.pem")) {
            write(
                    instance.resolve("var/lib/baetyl/system/certs").resolve(file),
                    Files.readAllBytes(issued.resolve(file)));
        }
        write(instance.resolve("etc/baetyl/conf.yml"), conf(service).getBytes(StandardCharsets.UTF_8));
        return new Instance(this, instance, service, RuntimeProcess.freePort());
    }

    /** The file that the cloud writes: of each function three keys. */
    private static String conf(JsonObject service) {
        JsonArray functions = new JsonArray();
        for (JsonElement function : service.getAsJsonArray("functions")) {
            JsonObject written = new JsonObject();
            for (String key : List.of("name", "handler", "codedir")) {
                written.add(key, function.getAsJsonObject().get(key));
            }
            functions.add(written);
        }
        JsonObject conf = new JsonObject();
        conf.add("functions", functions);
        return conf.toString();
    }

    private static void link(Path link, Path target) throws IOException {
        Files.createDirectories(link.getParent());
        Files.createSymbolicLink(link, target);
    }

    private static Path write(Path file, byte[] content) throws IOException {
        Files.createDirectories(file.getParent());
        Files.write(file, content);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(MODE));
    }

    /** A working directory, and the service that is started in it. */
    record Instance(NativeBaetyl baetyl, Path path, JsonObject service, int port) {

        RuntimeProcess start(Path temporary) throws Exception {
            Path mount = path.resolve("var/lib/baetyl/bin");
            RuntimeStart start = RuntimeProcess.in(path)
                    .temporary(temporary)
                    .launcher(mount.resolve(entry(mount)))
                    .environment("BAETYL_RUN_MODE", "native")
                    .environment("BAETYL_APP_NAME", "thermo")
                    .environment("BAETYL_SERVICE_NAME", service.get("name").getAsString())
                    .environment("BAETYL_SERVICE_DYNAMIC_PORT", Integer.toString(port));
            for (JsonElement variable : service.getAsJsonArray("env")) {
                start.environment(
                        variable.getAsJsonObject().get("name").getAsString(),
                        variable.getAsJsonObject().get("value").getAsString());
            }
            return start.start().awaitPort(port);
        }

        private static String entry(Path mount) throws IOException {
            return Files.readAllLines(mount.resolve("program.yml")).stream()
                    .filter(line -> line.startsWith("entry: "))
                    .map(line -> line.substring("entry: ".length()))
                    .findFirst()
                    .orElseThrow();
        }

        Callers callers() throws Exception {
            return Callers.of(port, baetyl.certificates.client("client"));
        }

        /** Ends the process as baetyl does, and deletes what it has made for it. */
        void delete(RuntimeProcess process) throws Exception {
            process.close();
            Path version = path.getParent().getParent();
            try (Stream<Path> files = Files.walk(version)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
