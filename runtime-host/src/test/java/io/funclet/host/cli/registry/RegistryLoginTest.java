package io.funclet.host.cli.registry;

import static io.funclet.host.cli.registry.Commands.content;
import static io.funclet.host.cli.registry.Commands.visible;
import static io.funclet.host.cli.registry.FaultyRegistry.json;
import static io.funclet.host.cli.registry.FaultyRegistry.send;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.funclet.host.cli.oci.RegistryAccess;
import io.funclet.host.cli.oci.model.ArtifactReference;
import io.funclet.host.cli.registry.FaultyRegistry.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Registries that ask for tokens, and what other hosts learn of them. */
class RegistryLoginTest extends FaultyRegistryPulls {

    private Path log(String user, String pair) throws IOException {
        return Files.writeString(
                Files.createDirectories(temp.resolve(user)).resolve("config.json"),
                "{\"auths\":{\"" + registry.host() + "\":" + pair + "}}");
    }

    /** As the command does it, with these logins. */
    private ArtifactPull.Outcome pull(Path logins) throws IOException {
        RegistryAccess access =
                new RegistryAccess(Optional.empty(), List.of(), Map.of("REGISTRY_AUTH_FILE", logins.toString()));
        return new ArtifactPull(ArtifactReference.parse(reference()), code, "s", false).run(access);
    }

    private void askForToken(String path, String token) {
        Answer whole = registry.answerOf(path);
        registry.answer(path, exchange -> {
            if (("Bearer " + token).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
                whole.to(exchange);
            } else {
                exchange.getResponseHeaders()
                        .set(
                                "WWW-Authenticate",
                                "Bearer realm=\"http://" + registry.host()
                                        + "/token?a=b\",service=\"the \\\"service\\\"\",scope=\"repository:r:pull\"");
                send(exchange, 401, json("{'errors':[{'code':'UNAUTHORIZED'}]}"));
            }
        });
    }

    @Test
    void token_isFetchedWithTheLogin_andUsed() throws Exception {
        askForToken("/v2/r/manifests/1", "abc");
        askForToken(blob, "abc");
        registry.answer("/token", json("{'token':'abc'}"));

        pull(log("basic", "{\"auth\":\"dXNlcjpwYXNz\"}"));

        assertEquals(Map.of("one.jar", content(jar)), visible(code));
        List<String> tokens =
                registry.requests().stream().filter(r -> r.contains("/token")).toList();
        assertEquals(
                List.of("GET /token?a=b&service=the+%22service%22&scope=repository%3Ar%3Apull Basic dXNlcjpwYXNz null"),
                tokens);
    }

    @Test
    void identityToken_isExchanged() throws Exception {
        askForToken("/v2/r/manifests/1", "abc");
        registry.answer("/token", exchange -> {
            String form = new String(exchange.getRequestBody().readAllBytes());
            send(
                    exchange,
                    form.contains("grant_type=refresh_token") && form.contains("refresh_token=id") ? 200 : 400,
                    json("{'access_token':'abc'}"));
        });

        pull(log("identity", "{\"identitytoken\":\"id\"}"));

        assertEquals(Map.of("one.jar", content(jar)), visible(code));
    }

    @Test
    void tokenThatIsNotEnough_endsThePull_withWhatToDo() throws Exception {
        askForToken("/v2/r/manifests/1", "other");
        registry.answer("/token", json("{'token':'abc'}"));

        Path logins = log("basic", "{\"auth\":\"dXNlcjpwYXNz\"}");
        String message = assertThrows(IOException.class, () -> pull(logins)).getMessage();

        assertTrue(message.contains("rejects the login of user for r: use docker login"), message);
        assertTrue(!message.contains("pass") && !message.contains("abc"), message);
    }

    @Test
    void redirectToAnotherHost_hasNoAuthorization() throws Exception {
        try (FaultyRegistry storage = new FaultyRegistry()) {
            askForToken("/v2/r/manifests/1", "abc");
            registry.answer("/token", json("{'token':'abc'}"));
            registry.answer(blob, exchange -> {
                exchange.getResponseHeaders().set("Location", "http://" + storage.host() + "/content");
                send(exchange, 307, new byte[0]);
            });
            storage.answer("/content", bytes);

            pull(log("basic", "{\"auth\":\"dXNlcjpwYXNz\"}"));

            assertEquals(Map.of("one.jar", content(jar)), visible(code));
            assertEquals(List.of("GET /content null null"), storage.requests());
        }
    }
}
