package io.funclet.deploy.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Arguments, variables and funclet.yml of the rendered container, and the distribution that takes them. */
class RenderedPodIT {

    private static final Path DISTRIBUTION = Path.of("../../runtime-host/target/funclet/bin/funclet");
    private static final Path SAMPLE = Path.of("../../sample-function-bundle/target")
            .resolve("sample-function-bundle-" + System.getProperty("funclet.version") + ".jar");

    @TempDir
    Path directory;

    @Test
    void runtime_startsAsTheContainerSays_andWarnsOfNothing() throws Exception {
        List<JsonObject> documents = Chart.rendered(Path.of("examples/production.yaml"));
        JsonObject container = Chart.listAt(
                        Chart.one(documents, "Deployment"), "spec", "template", "spec", "containers")
                .get(0);
        String config = Chart.at(Chart.one(documents, "ConfigMap"), "data", "funclet.yml")
                .getAsString();
        int web = freePort();
        Files.writeString(
                Files.createDirectories(directory.resolve("secrets/alarm")).resolve("token"), "a secret");
        mount("config", "funclet.yml", inDirectory(config).getBytes(StandardCharsets.UTF_8));
        mount("functions", "sample.jar", Files.readAllBytes(SAMPLE));
        ProcessBuilder builder =
                new ProcessBuilder(DISTRIBUTION.toAbsolutePath().toString()).redirectErrorStream(true);
        for (JsonElement argument : container.getAsJsonArray("args")) {
            builder.command().add(inDirectory(argument.getAsString()).replace("=:50051", "=127.0.0.1:0"));
        }
        for (JsonObject variable : Chart.listAt(container, "env")) {
            String value = variable.get("value").getAsString();
            builder.environment().put(variable.get("name").getAsString(), value.replaceFirst("^:9090$", "" + web));
        }
        Process runtime = builder.start();
        // The end of its log ends the test.
        CompletableFuture.delayedExecutor(60, TimeUnit.SECONDS).execute(runtime::destroyForcibly);
        try (BufferedReader log = runtime.inputReader()) {
            List<String> warnings = new ArrayList<>();
            awaitLines(log, warnings, "serving echo ", ":" + web);
            assertEquals(200, status(web, "/health/echo"));
            assertEquals(200, status(web, "/metrics"));

            // By its handle, which leaves the log open.
            runtime.toHandle().destroy();
            awaitLines(log, warnings, "service closed");
            assertEquals(0, runtime.waitFor());
            assertEquals(List.of(), warnings);
        } finally {
            runtime.destroyForcibly().waitFor(20, TimeUnit.SECONDS);
        }
    }

    private String inDirectory(String text) {
        return text.replace("/etc/funclet", directory.toString())
                .replaceFirst("^/functions$", directory.resolve("functions").toString());
    }

    /** A file as the kubelet mounts it of a ConfigMap. */
    private void mount(String volume, String name, byte[] content) throws IOException {
        Path mounted = directory.resolve(volume);
        Files.write(Files.createDirectories(mounted.resolve("..2026")).resolve(name), content);
        Files.createSymbolicLink(mounted.resolve("..data"), Path.of("..2026"));
        Files.createSymbolicLink(mounted.resolve(name), Path.of("..data", name));
    }

    /** Reads on until each part was in a line, in whatever order. */
    private static void awaitLines(BufferedReader log, List<String> warnings, String... parts) throws IOException {
        Set<String> missing = new TreeSet<>(Set.of(parts));
        while (!missing.isEmpty()) {
            String line = log.readLine();
            assertNotNull(line, () -> "the process has ended without: " + missing + "; " + warnings);
            missing.removeIf(line::contains);
            if (line.contains("WARN") || line.startsWith("funclet:")) {
                warnings.add(line);
            }
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static int status(int port, String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .build();
        return HttpClient.newHttpClient()
                .send(request, BodyHandlers.discarding())
                .statusCode();
    }
}
