package io.funclet.host.cli.oci;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which login is taken, of those that other tools have stored. {@code deploy/registry/check} has those tools store them. */
class DockerCredentialsTest {

    @TempDir
    Path home;

    private final Map<String, String> environment = new HashMap<>();

    @BeforeEach
    void begin() {
        environment.put("HOME", home.toString());
    }

    private static String auth(String pair) {
        return "{\"auth\":\"" + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)) + "\"}";
    }

    private void write(String file, String json) throws IOException {
        Path path = home.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, json);
    }

    private Optional<Login> find(String host, String repository) throws IOException {
        return new DockerCredentials(environment).find(host, repository);
    }

    @Test
    void files_areReadInTheOrderOfSkopeo_andOnlyTheOneThatIsNamed() throws Exception {
        assertEquals(Optional.empty(), find("reg.example", "a"));
        write(".docker/config.json", "{\"auths\":{\"reg.example\":" + auth("docker:x") + "}}");
        assertEquals("docker", find("reg.example", "a").orElseThrow().user());
        write("elsewhere/config.json", "{\"auths\":{\"reg.example\":" + auth("other:x") + "}}");
        environment.put("DOCKER_CONFIG", home.resolve("elsewhere").toString());
        assertEquals("other", find("reg.example", "a").orElseThrow().user());
        write(".config/containers/auth.json", "{\"auths\":{\"reg.example\":" + auth("podman:x") + "}}");
        assertEquals("podman", find("reg.example", "a").orElseThrow().user());
        write("run/containers/auth.json", "{\"auths\":{\"else.example\":" + auth("else:x") + "}}");
        environment.put("XDG_RUNTIME_DIR", home.resolve("run").toString());
        assertEquals("podman", find("reg.example", "a").orElseThrow().user());
        assertEquals("else", find("else.example", "a").orElseThrow().user());
        environment.put("REGISTRY_AUTH_FILE", home.resolve("none.json").toString());
        assertEquals(Optional.empty(), find("reg.example", "a"));
    }

    @ParameterizedTest
    @CsvSource({
        "reg.example, team/functions, team",
        "reg.example, team/other, team",
        "reg.example, teams/functions, host",
        "reg.example:5000, team/functions, port",
        "docker.io, library/functions, hub",
        "old.example, functions, old",
    })
    void login_isThatOfTheNearestName(String host, String repository, String user) throws Exception {
        write(
                ".docker/config.json",
                "{\"auths\":{\"reg.example/team\":%s,\"reg.example\":%s,\"reg.example:5000\":%s,"
                                .formatted(auth("team:x"), auth("host:x"), auth("port:x"))
                        + "\"https://index.docker.io/v1/\":%s,\"https://old.example/v2/\":%s}}"
                                .formatted(auth("hub:x"), auth("old:x")));
        assertEquals(user, find(host, repository).orElseThrow().user());
    }

    @Test
    void secrets_mayHaveColons_andTokensAreKnown() throws Exception {
        write(
                ".docker/config.json",
                "{\"auths\":{\"a\":%s,\"b\":{\"auth\":\"eDp5\",\"identitytoken\":\"t\"},\"c\":{}}}"
                        .formatted(auth("me:a:b")));
        assertEquals("a:b", find("a", "r").orElseThrow().secret());
        assertTrue(find("b", "r").orElseThrow().isToken());
        assertEquals(Optional.empty(), find("c", "r"));
    }

    @Test
    void fileThatIsNone_isNamed_andNothingOfItIsShown() throws Exception {
        for (String wrong : new String[] {
            "secret",
            "{\"auths\":{\"a\":{\"auth\":\"secret\"}}}",
            "{\"auths\":[\"secret\"]}",
            "{\"auths\":{\"a\":\"secret\"}}"
        }) {
            write(".docker/config.json", wrong);
            IOException failure = assertThrows(IOException.class, () -> find("a", "r"));
            assertTrue(failure.getMessage().contains(".docker/config.json"), failure.getMessage());
            assertFalse(failure.getMessage().contains("secret"), failure.getMessage());
        }
    }
}
